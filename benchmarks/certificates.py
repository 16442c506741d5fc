"""How dear a certificate is: our way against the naive one, interleaved in one process, CPU time.

The naive way makes the same page as anybody would first write it: a fresh FontConfiguration, the
style and the pictures read anew, the system's Noto Serif CJK KR (where it is not installed, our own
whole fonts by @font-face), no tags.
"""

from __future__ import annotations

import dataclasses
import io
import json
import os
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import segno
import weasyprint
from PIL import Image, ImageChops, ImageFilter
from sqlalchemy import select

from benchmarks.cohort import cohort
from benchmarks.figures import Figure, at_least, at_most, told
from lms.certificates import filling, fonts, render, services, signing
from lms.certificates.facts import CertificateFacts
from lms.certificates.keygen import make_keys
from lms.certificates.keys import Keys, keys_of
from lms.certificates.models import Certificate, CertificateStatus
from lms.config import Signing
from lms.core.db import db
from lms.jobs.queue import run_job

ROUNDS = 7
FASTER = 5
SIZE = 60
SIGNING = 20
COHORT, COHORT_SECONDS = 30, 3
MANY = 1000
GROWTH = 20
SYSTEM_FONT = "Noto Serif CJK KR"


def figures() -> Iterator[Figure]:
    """CPU time of one certificate each way, of signing, of a cohort; size of a file; memory."""
    render.warm_up()
    keys = _keys()
    paper = render.render(_facts(), seal=keys.seal)
    naive, ours, signed = _interleaved(
        _naive, lambda: render.render(_facts()), lambda: _signed(paper, keys)
    )
    yield told("certificate: CPU time, naive", naive * 1000, "ms")
    yield told("certificate: CPU time, ours", ours * 1000, "ms")
    yield told("certificates on one core", 1 / ours, "a second")
    yield at_least("certificate: ours to naive", naive / ours, "times as fast", FASTER)
    yield at_most("certificate: signing, CPU time", signed * 1000, "ms", SIGNING)
    size = len(_signed(paper, keys)) / 1024
    yield at_most("certificate: size of the signed file", size, "KiB", SIZE)
    yield at_most("certificate: looks changed by the fast way", _difference(), "% of grey", 1)
    yield from _cohort()
    yield at_most(f"certificate: memory grown over {MANY} papers", _growth(keys), "MB", GROWTH)


def _keys() -> Keys:
    with TemporaryDirectory() as folder:
        make_keys(Path(folder), "Bench Academy", "", datetime.now(UTC))
        return keys_of(Signing(folder=Path(folder)))


def _signed(paper: bytes, keys: Keys) -> bytes:
    assert keys.signing
    return signing.signed(paper, keys.signing)


def _difference() -> float:
    """Mean difference of grey between the slow way, with our fonts, and ours; in percent.

    Softened by a millimetre: the small cut of the fonts sets spaces a hair differently.
    """
    one, other = _picture(_naive(own_fonts=True)), _picture(render.render(_facts()))
    pixels = ImageChops.difference(one, other).tobytes()
    return 100 * sum(pixels) / len(pixels) / 255


def _picture(pdf: bytes) -> Image.Image:
    command = ["pdftoppm", "-r", "50", "-f", "1", "-l", "1", "-gray", "-"]
    drawn = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return Image.open(io.BytesIO(drawn.stdout)).convert("L").filter(ImageFilter.GaussianBlur(2))


def _growth(keys: Keys) -> float:
    """What the process has grown by between the first hundred papers and the last."""
    facts = _facts()
    for number in range(MANY):
        one = dataclasses.replace(facts, name=f"{facts.name} {chr(0xAC00 + number)}")
        _signed(render.render(one, seal=keys.seal), keys)
        if number == MANY // 10:
            before = _resident()
    return _resident() - before


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _cohort() -> Iterator[Figure]:
    """A cohort wholly done by one worker: printed, signed, stored, recorded, with its mails written."""
    with TemporaryDirectory() as folder:
        app, ids = cohort(Path(folder), COHORT)
        started = time.process_time()
        for one in ids:
            run_job(app, services.JOB, one)
        took = time.process_time() - started
        with app.app_context():
            done = db.session.scalars(select(Certificate.status)).all()
            db.engine.dispose()
    assert len(done) == COHORT
    assert set(done) == {CertificateStatus.issued}
    yield at_most(
        f"certificate: a cohort of {COHORT}, wholly done, CPU time", took, "s", COHORT_SECONDS
    )


def _facts() -> CertificateFacts:
    stored = json.loads((filling.FOLDER / "samples" / "completion.json").read_text("utf-8"))
    return dataclasses.replace(CertificateFacts.from_json(stored), syllabus=())


def _interleaved(*ways: Callable[[], object]) -> list[float]:
    """The median CPU seconds of each way; they take turns, so that load falls on all alike."""
    seconds: list[list[float]] = [[] for _ in ways]
    for _ in range(ROUNDS):
        for way, spent in zip(ways, seconds, strict=True):
            started = time.process_time()
            way()
            spent.append(time.process_time() - started)
    return [statistics.median(spent) for spent in seconds]


def _naive(*, own_fonts: bool = False) -> bytes:
    facts = _facts()
    design = filling.FOLDER / "completion"
    style = (filling.FOLDER / "fonts.css").read_text("utf-8")
    style += (design / "style.css").read_text("utf-8")
    style += "@page{background:url(sheet.svg) no-repeat}"
    style = re.sub(r"@font-face.*", "", style)
    if not own_fonts and _system_has_font():
        style = style.replace('"Paper", ', f'"{SYSTEM_FONT}", ')
    else:
        style += _whole_fonts()
    page = filling.check(facts).replace(
        "../qr",
        segno.make(
            facts.verify_url, error="m", mask=3, boost_error=False, micro=False
        ).svg_data_uri(),
    )
    page = page.replace("</head>", f"<style>{style}</style></head>")
    written: bytes = weasyprint.HTML(string=page, base_url=design.as_uri() + "/").write_pdf()
    return written


def _whole_fonts() -> str:
    return "".join(
        f'@font-face{{font-family:"Paper Whole";font-weight:{weight};src:url("{path.as_uri()}")}}'
        for weight, path in fonts.FILES.values()
    )


def _system_has_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", SYSTEM_FONT], capture_output=True, check=True)
    return bool(listed.stdout)
