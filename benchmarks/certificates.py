"""How dear a certificate is: our way against the naive one, interleaved in one process, CPU time.

The naive way makes the same page as anybody would first write it: a fresh FontConfiguration, the
style and the pictures read anew, the system's Noto Serif CJK KR (where it is not installed, our own
whole fonts by @font-face), no tags.
"""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator

import segno
import weasyprint

from benchmarks.figures import Figure, at_least, at_most, told
from lms.certificates import filling, fonts, render
from lms.certificates.facts import CertificateFacts

ROUNDS = 7
FASTER = 5
SIZE = 60
SYSTEM_FONT = "Noto Serif CJK KR"


def figures() -> Iterator[Figure]:
    """CPU time of one certificate each way, and the size of its file."""
    render.warm_up()
    naive, ours = _interleaved(_naive, lambda: render.render(_facts()))
    yield told("certificate: CPU time, naive", naive * 1000, "ms")
    yield told("certificate: CPU time, ours", ours * 1000, "ms")
    yield told("certificates on one core", 1 / ours, "a second")
    yield at_least("certificate: ours to naive", naive / ours, "times as fast", FASTER)
    yield at_most("certificate: size of the file", len(render.render(_facts())) / 1000, "kB", SIZE)


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


def _naive() -> object:
    facts = _facts()
    design = filling.FOLDER / "completion"
    style = (filling.FOLDER / "fonts.css").read_text("utf-8")
    style += (design / "style.css").read_text("utf-8")
    style += "@page{background:url(sheet.svg) no-repeat}"
    style = re.sub(r"@font-face.*", "", style).replace('"Paper", ', f'"{SYSTEM_FONT}", ')
    if not _system_has_font():
        style += _whole_fonts()
    page = filling.check(facts).replace("../qr", segno.make(facts.verify_url).svg_data_uri())
    page = page.replace("</head>", f"<style>{style}</style></head>")
    return weasyprint.HTML(string=page, base_url=design.as_uri() + "/").write_pdf()


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
