"""Opening a ZIP that a stranger sent: looked at before anything is unpacked, and never trusted.

What is read afterwards is a plain copy of what was looked at here, so that no other program finds
something else in the file (more than its directory says, a name twice).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

ENTRIES = 500
"""Files in one ZIP; a workbook has a few dozen."""
UNPACKED = 40 * 1024 * 1024
"""Bytes of all files together, unpacked."""
RATIO = 200
"""How much smaller than its content an entry may be, once it is larger than a megabyte."""
MEGABYTE = 1024 * 1024


class Locked(Exception):
    """Entries are encrypted."""


class TooMuch(Exception):
    """It unpacks to more than anybody sends in good faith."""


class Broken(Exception):
    """It is no ZIP, or a damaged one."""


def unpacked(content: bytes, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The files of a ZIP by name in small letters; of those that aren't wanted the name alone.

    Raises:
        Locked, TooMuch, Broken: see there.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_directory(entries)
            left = UNPACKED
            found: dict[str, bytes] = {}
            for entry in entries:
                name = entry.filename.lower()
                found[name] = _read(archive, entry, left) if wanted(name) else b""
                left -= len(found[name])
            return found
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise Broken from error


def packed(files: dict[str, bytes]) -> bytes:
    """A ZIP of these files, not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise Locked
    if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED:
        raise TooMuch
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) < len(names):
        raise Broken


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """One file; its size in the directory is believed only until it is read."""
    with archive.open(entry) as file:
        content = file.read(most + 1)
    if len(content) > most or len(content) > max(RATIO * entry.compress_size, MEGABYTE):
        raise TooMuch
    return content
