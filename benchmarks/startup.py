"""How long a web worker takes to answer, and how much memory it holds."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.figures import Figure, told
from benchmarks.installation import fill_catalogue, installation
from benchmarks.load import get
from benchmarks.servers import memory, serve


def figures() -> Iterator[Figure]:
    """Start-up time and memory of one web worker."""
    with installation() as (app, environ):
        fill_catalogue(app, 30)
        with serve("wsgi:app", environ) as server:
            yield told("web worker: from start to first answer", server.seconds_to_answer, "s")
            yield told("web worker: memory at rest", memory(server.process), "MiB")
            get(f"{server.url}/courses?q=x", seconds=2)
            yield told("web worker: memory after load", memory(server.process), "MiB")
