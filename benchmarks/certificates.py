"""How dear a certificate is: our way against the naive one, interleaved in one process, CPU time.

The paper is the real one: two pages, QR, credential, syllabus. The naive way makes the same pages as
anybody would first write them: a fresh FontConfiguration, the style and the pictures read anew, the
system's Noto Serif CJK KR (where it is not installed, our own whole fonts by @font-face), no tags, no
credential. Each paper is another person's, so that ours lays out what is new on each.
"""

from __future__ import annotations

import dataclasses
import io
import itertools
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
from PIL import Image, ImageChops
from sqlalchemy import select

from benchmarks.figures import Figure, at_least, at_most, told
from lms.certificates import filling, fonts, press, render, services, signing
from lms.certificates.facts import CertificateFacts
from lms.certificates.keygen import make_keys
from lms.certificates.keys import Keys, keys_of
from lms.certificates.models import Certificate, CertificateStatus
from lms.config import Signing
from lms.core.db import db
from lms.jobs.queue import run_job
from tests.certificates.cohort import cohort

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
    press.warm_up()
    keys = _keys()
    people = _people()
    paper = render.render(next(people), seal=keys.seal)
    naive, ours, signed = _interleaved(
        lambda: _naive(next(people)),
        lambda: render.render(next(people), seal=keys.seal),
        lambda: _signed(paper, keys),
    )
    yield told("certificate: CPU time, naive", naive * 1000, "ms")
    yield told("certificate: CPU time, ours", ours * 1000, "ms")
    yield told("certificates on one core, signed", 1 / (ours + signed), "a second")
    yield at_least("certificate: ours to naive", naive / ours, "times as fast", FASTER)
    yield at_most("certificate: signing, CPU time", signed * 1000, "ms", SIGNING)
    size = len(_signed(paper, keys)) / 1000
    yield at_most("certificate: size of the signed file", size, "kB", SIZE)
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
    """Mean difference of grey between the slow way and ours, in percent, on the worse of the pages.

    Both in the same fonts, as the system's looks otherwise. Nothing is softened: what is left are
    hairlines and modules of the QR that fall on other fractions of a pixel.
    """
    facts = next(_people())
    with TemporaryDirectory() as folder:
        slow = _naive(facts, _same_fonts(Path(folder)))
    ours = render.render(facts)
    return max(_differing(_picture(slow, page), _picture(ours, page)) for page in (1, 2))


def _differing(one: Image.Image, other: Image.Image) -> float:
    pixels = ImageChops.difference(one, other).tobytes()
    return 100 * sum(pixels) / len(pixels) / 255


def _picture(pdf: bytes, page: int) -> Image.Image:
    command = ["pdftoppm", "-r", "150", "-f", str(page), "-l", str(page), "-gray", "-"]
    drawn = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return Image.open(io.BytesIO(drawn.stdout)).convert("L")


def _growth(keys: Keys) -> float:
    """What the process has grown by between the first hundred papers and the last."""
    before = 0.0
    for number, facts in enumerate(itertools.islice(_people(), MANY), start=1):
        _signed(render.render(facts, seal=keys.seal), keys)
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
        started, began = time.process_time(), time.perf_counter()
        for one in ids:
            run_job(app, services.JOB, one)
        took, passed = time.process_time() - started, time.perf_counter() - began
        with app.app_context():
            done = db.session.scalars(select(Certificate.status)).all()
            db.engine.dispose()
    assert len(done) == COHORT
    assert set(done) == {CertificateStatus.issued}
    name = f"certificate: a cohort of {COHORT}, wholly done"
    yield at_most(f"{name}, CPU time", took, "s", COHORT_SECONDS)
    yield told(f"{name}, by the clock", passed, "s")


def _people() -> Iterator[CertificateFacts]:
    """The sample's facts for one person after the other."""
    stored = json.loads((filling.FOLDER / "samples" / "completion.json").read_text("utf-8"))
    sample = CertificateFacts.from_json(stored)
    for number in itertools.count(1):
        code = f"7K2M-9QXA-04TD-{number:04d}"
        yield dataclasses.replace(
            sample,
            number=f"제2026-{number:04d}호",
            code=code,
            name=f"{chr(0xAC00 + number * 7 % 11172)}길동",
            verify_url=f"https://academy.example/verify?number=2026-{number:04d}&code={code}",
        )


def _interleaved(*ways: Callable[[], object]) -> list[float]:
    """The median CPU seconds of each way; they take turns, so that load falls on all alike."""
    seconds: list[list[float]] = [[] for _ in ways]
    for _ in range(ROUNDS):
        for way, spent in zip(ways, seconds, strict=True):
            started = time.process_time()
            way()
            spent.append(time.process_time() - started)
    return [statistics.median(spent) for spent in seconds]


def _naive(facts: CertificateFacts, font_style: str = "") -> bytes:
    """Args:
    font_style: @font-face rules for other fonts than the system's.
    """
    design = filling.FOLDER / "completion"
    style = (filling.FOLDER / "fonts.css").read_text("utf-8")
    style += (design / "style.css").read_text("utf-8")
    style += "@page{background:url(sheet.svg) no-repeat}"
    style = re.sub(r"@font-face.*", "", style)
    if not font_style and _system_has_font():
        style = style.replace('"Paper", ', f'"{SYSTEM_FONT}", ')
    else:
        style += font_style or _whole_fonts()
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


def _same_fonts(folder: Path) -> str:
    """The fonts as our papers have them, in a folder where anybody can read them."""
    for name, content in fonts.font_files().items():
        (folder / name).write_bytes(content)
    style = (filling.FOLDER / "fonts.css").read_text("utf-8")
    return style.replace("../fonts/", folder.as_uri() + "/")


def _system_has_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", SYSTEM_FONT], capture_output=True, check=True)
    return bool(listed.stdout)
