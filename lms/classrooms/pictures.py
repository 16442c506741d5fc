"""Uploaded pictures made safe and small. Whatever comes in, a plain JPEG goes out.

The file is decoded and drawn anew, so nothing that was hidden in it survives: no place where it was
taken, no comment, no second file behind the first.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from PIL import Image, ImageFile, ImageOps

from lms.core.errors import Invalid
from lms.core.text import gettext

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST = 8 * 1024 * 1024
"""Bytes of an upload."""
PIXELS = 40_000_000
"""More than any telephone's; a file that claims more is meant to exhaust us."""
LARGE, SMALL = (1600, 1200), (640, 480)
LEAST = 200
"""Pixels of the shorter side, below which nobody sees anything."""
QUALITY = 82
WHITE = (255, 255, 255)

_pillow = Lock()


@dataclass(frozen=True)
class Picture:
    """A picture in two sizes, each a JPEG; width and height of the large one in pixels."""

    large: bytes
    small: bytes
    width: int
    height: int


def picture_from(upload: bytes) -> Picture:
    """The upload as a clean picture.

    Raises:
        Invalid: it is too large, too small, or no picture that can be read; names the field `file`.
    """
    if len(upload) > LARGEST:
        raise _refused(gettext("The picture may be at most 8 MB. Please make it smaller first."))
    drawn = _drawn(upload)
    if min(drawn.size) < LEAST:
        raise _refused(
            gettext("The picture is too small; it needs at least %(n)s pixels a side.", n=LEAST)
        )
    large, small = _fitted(drawn, LARGE), _fitted(drawn, SMALL)
    return Picture(_jpeg(large), _jpeg(small), large.width, large.height)


def _drawn(upload: bytes) -> Image.Image:
    unreadable = gettext("This is no picture that can be read. Please choose a JPEG, PNG or WebP.")
    try:
        with warnings.catch_warnings(), _whole_files_only():
            warnings.simplefilter(
                "ignore"
            )  # on odd files Pillow complains; we look at what it made
            with Image.open(io.BytesIO(upload), formats=FORMATS) as opened:
                if opened.width * opened.height > PIXELS:
                    raise _refused(gettext("The picture has too many pixels; at most 40 million."))
                opened.draft("RGB", LARGE)
                upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise _refused(unreadable) from error
    drawn = Image.new("RGB", upright.size, WHITE)
    drawn.paste(upright, mask=upright.getchannel("A"))
    return drawn


@contextmanager
def _whole_files_only() -> Iterator[None]:
    """WeasyPrint, once imported, has Pillow fill what is cut off with grey, for all of the process."""
    with _pillow:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _fitted(drawn: Image.Image, size: tuple[int, int]) -> Image.Image:
    fitted = drawn.copy()
    fitted.thumbnail(size, Image.Resampling.LANCZOS)
    return fitted


def _jpeg(drawn: Image.Image) -> bytes:
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def _refused(sentence: str) -> Invalid:
    return Invalid({"file": sentence})
