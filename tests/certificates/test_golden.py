"""Each design looks as it was approved. After a wanted change look at the papers and make these anew:

.venv/bin/python -m tests.certificates.test_golden
"""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter

from lms.certificates.samples import sampled

FOLDER = Path(__file__).parent / "golden"
PAPERS = [
    ("completion", "completion"),
    ("completion", "hard-names"),
    ("attendance", "attendance"),
    ("teaching", "teaching"),
    ("register", "register"),
]
DPI = 40
MOST = 0.6
"""Percent of grey that a picture may differ on the whole; one missing line of text makes 1 or more."""


def pictures(design: str, sample: str) -> list[Image.Image]:
    """The pages in grey, small."""
    command = ["pdftoppm", "-png", "-gray", "-r", str(DPI), "-f", "{}", "-l", "{}", "-"]
    paper, found = sampled(design, sample), []
    for page in (1, 2):
        drawn = subprocess.run(
            [part.format(page) for part in command], input=paper, capture_output=True, check=False
        )
        if drawn.stdout:
            found.append(Image.open(io.BytesIO(drawn.stdout)).convert("L"))
    return found


@pytest.mark.parametrize(("design", "sample"), PAPERS)
def test_a_design_looks_as_approved(design: str, sample: str) -> None:
    found = pictures(design, sample)
    kept = sorted(FOLDER.glob(f"{design}-{sample}-*.png"))
    assert len(found) == len(kept)
    for now, path in zip(found, kept, strict=True):
        approved = Image.open(path).convert("L")
        assert now.size == approved.size
        soft = [one.filter(ImageFilter.GaussianBlur(1)) for one in (now, approved)]
        pixels = ImageChops.difference(*soft).tobytes()
        assert 100 * sum(pixels) / len(pixels) / 255 < MOST, path.name


def _make_anew() -> None:
    FOLDER.mkdir(exist_ok=True)
    for design, sample in PAPERS:
        for number, page in enumerate(pictures(design, sample), start=1):
            page.quantize(16).save(FOLDER / f"{design}-{sample}-{number}.png", optimize=True)


if __name__ == "__main__":
    _make_anew()
