"""Finished papers bound together: one PDF to print, one ZIP to hand on. Pure."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable

import pikepdf

_NO_FILE_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_FIXED_DATE = (2000, 1, 1, 0, 0, 0)  # so that the same papers make the same file


def bound(papers: Iterable[bytes], title: str) -> bytes:
    """One PDF with the pages of all papers, in order, for printing before a ceremony.

    It is a copy to print: it carries no signatures and no attachments, and is no certificate file.
    """
    out = io.BytesIO()
    with pikepdf.new() as book:
        for paper in papers:
            with pikepdf.open(io.BytesIO(paper)) as opened:
                for page in opened.pages:
                    if "/Annots" in page.obj:  # the signature's field
                        del page.obj["/Annots"]
                    if "/StructParents" in page.obj:
                        del page.obj["/StructParents"]
                    book.pages.append(page)
        book.docinfo["/Title"] = title
        book.Root.Lang = pikepdf.String("ko-KR")
        book.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def archived(papers: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of (name, content); the files stay byte for byte what they are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in papers:
            archive.writestr(zipfile.ZipInfo(file_name(name), _FIXED_DATE), content)
    return out.getvalue()


def checksums_in(archive: bytes) -> set[str]:
    """The SHA-256 of each file in a ZIP."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {hashlib.sha256(opened.read(name)).hexdigest() for name in opened.namelist()}


def file_name(text: str) -> str:
    """A text as a file name that every system takes."""
    return _NO_FILE_NAME.sub("_", text).strip(". ")[:120] or "_"
