"""Catalogues: translations/<language>/<area>.po, one file an area, joined into one when they change."""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogues(source: Path, target: Path) -> Path:
    """Join each language's files into target/<language>/LC_MESSAGES/messages.mo and return target.

    Nothing is done for a language whose joined file is newer than all of its sources.
    """
    for folder in sorted(path for path in source.iterdir() if path.is_dir()):
        files = sorted(folder.glob("*.po"))
        joined = target / folder.name / "LC_MESSAGES" / "messages.mo"
        stamps = [path.stat().st_mtime for path in [folder, *files]]
        if joined.exists() and joined.stat().st_mtime > max(stamps):
            continue
        joined.parent.mkdir(parents=True, exist_ok=True)
        partial = joined.with_suffix(f".{id(files)}")
        with partial.open("wb") as out:
            write_mo(out, join(files, folder.name)[0])
        partial.replace(joined)
    return target


def join(files: list[Path], language: str) -> tuple[Catalog, list[str]]:
    """One catalogue out of several, and the quarrels: texts that two files translate differently.

    The first file's word stands in a quarrel; a test of the house allows none.
    """
    whole, quarrels = Catalog(locale=language), []
    for path in files:
        with path.open("rb") as lines:
            for message in read_po(lines, locale=language):
                if not message.id or not message.string:
                    continue
                known = whole.get(message.id, message.context)
                if known is None:
                    whole.add(
                        message.id, message.string, context=message.context, flags=message.flags
                    )
                elif known.string != message.string:
                    quarrels.append(f"{path.name}: {message.id!r}")
    return whole, quarrels
