"""A small mail server for tests: real sockets, the words of RFC 5321 that our client uses."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast


@dataclass
class Sink:
    """What the server was told, and what it is to answer."""

    port: int = 0
    mails: list[bytes] = field(default_factory=list)
    on_recipient: bytes = b"250 ok"
    on_data: bytes = b"250 taken"
    extensions: tuple[bytes, ...] = ()
    waits: threading.Event | None = None


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        sink = cast(_Server, self.server).sink
        self._say(b"220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"EHLO":
                lines = [b"sink", *sink.extensions]
                for one in lines[:-1]:
                    self._say(b"250-" + one)
                self._say(b"250 " + lines[-1])
            elif verb == b"RCPT":
                self._say(sink.on_recipient)
            elif verb == b"DATA":
                self._data(sink)
            elif verb == b"QUIT":
                self._say(b"221 bye")
                return
            else:
                self._say(b"250 ok")

    def _data(self, sink: Sink) -> None:
        self._say(b"354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if sink.waits is not None:
            sink.waits.wait(20)
        if sink.on_data.startswith(b"2"):
            sink.mails.append(b"".join(lines))
        self._say(sink.on_data)

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    sink: Sink


@contextmanager
def sink(**answers: Any) -> Iterator[Sink]:
    """A server on a free port of this machine."""
    found = Sink(**answers)
    with _Server(("127.0.0.1", 0), _Talk) as server:
        server.sink = found
        found.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join(10)


def closed_port() -> int:
    """A port where nobody answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
