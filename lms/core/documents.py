"""Documents that people upload, told by what is in them and not by what they are called."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

import pikepdf
from PIL import Image

from lms.core.errors import Invalid
from lms.core.resident_number import has_resident_number
from lms.core.text import gettext, plain_name

LARGEST = 10_000_000
"""Bytes of one document."""
PIXELS = 50_000_000
"""A picture that claims more is meant to exhaust whoever opens it."""
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
_PICTURES = {"JPEG": "jpg", "PNG": "png"}


@dataclass(frozen=True)
class Document:
    """A document that was found sound. `suffix`: pdf, jpg or png, whatever it was called before."""

    name: str
    content: bytes
    suffix: str


def document_from(name: str, content: bytes) -> Document:
    """An upload as a document.

    Args:
        name: as the person's computer calls it; folders are cut off, a wrong ending is put right.

    Raises:
        Invalid: it is empty, too large, locked or no PDF, JPEG or PNG; names the field `file`.
    """
    if not content:
        raise _refused(gettext("The file is empty."))
    if len(content) > LARGEST:
        raise _refused(gettext("The file may be at most 10 MB. Please make it smaller first."))
    suffix = "pdf" if b"%PDF-" in content[:1024] else _picture(content)
    if suffix == "pdf":
        _check_pdf(content)
    return Document(f"{_stem(name)[-150:] or 'document'}.{suffix}", content, suffix)


def _stem(name: str) -> str:
    """The name without folders and ending; nothing if a resident registration number stands in it."""
    stem = plain_name(name).rsplit(".", 1)[0]
    return "" if has_resident_number(stem) else stem


def media_type(name: str) -> str:
    """What a kept document is sent as, by its ending."""
    return TYPES.get(name.rsplit(".", 1)[-1], "application/octet-stream")


def _picture(content: bytes) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=tuple(_PICTURES)) as opened:
                if opened.width * opened.height > PIXELS:
                    raise _refused(gettext("The picture has too many pixels. Take a smaller one."))
                found = _PICTURES[str(opened.format)]
                opened.verify()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise _unreadable() from error
    return found


def _check_pdf(content: bytes) -> None:
    try:
        with pikepdf.open(io.BytesIO(content)) as opened:
            pages = len(opened.pages)
    except pikepdf.PasswordError as error:
        raise _refused(
            gettext("The PDF is locked by a password. Please save it without one.")
        ) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise _unreadable() from error
    if not pages:
        raise _unreadable()


def _unreadable() -> Invalid:
    return _refused(
        gettext("This file can't be read. Please attach a PDF or a picture (JPEG or PNG).")
    )


def _refused(sentence: str) -> Invalid:
    return Invalid({"file": sentence})
