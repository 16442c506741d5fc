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
from collections.abc import Callable
from typing import Any

import segno
import weasyprint

from lms.certificates import render
from lms.certificates.facts import CertificateFacts

ROUNDS = 7
SYSTEM_FONT = "Noto Serif CJK KR"


def figures() -> list[dict[str, Any]]:
    """The figures of this area: name, figure, unit, aim, met."""
    render.warm_up()
    naive, ours = _interleaved(_naive, lambda: render.render(_facts(), "completion"))
    times = naive / ours
    kilobytes = len(render.render(_facts())) / 1000
    return [
        _figure("certificate, against the naive way", round(times, 1), "times as fast", 5, times),
        _figure("certificate, CPU time", round(ours * 1000, 1), "ms", None),
        _figure("certificates on one core", round(1 / ours, 1), "a second", None),
        _figure("certificate, size of the file", round(kilobytes, 1), "kB", 60, -kilobytes),
    ]


def _figure(
    name: str, figure: float, unit: str, aim: float | None, got: float = 0
) -> dict[str, Any]:
    """`got` is compared with the aim; negative where less is better."""
    met = None if aim is None else got >= (aim if got > 0 else -aim)
    return {"name": name, "figure": figure, "unit": unit, "aim": aim, "met": met}


def _facts() -> CertificateFacts:
    stored = json.loads((render.FOLDER / "samples" / "completion.json").read_text("utf-8"))
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
    design = render.FOLDER / "completion"
    style = (render.FOLDER / "fonts.css").read_text("utf-8")
    style += (design / "style.css").read_text("utf-8")
    style += "@page{background:url(sheet.svg) no-repeat}"
    style = re.sub(r"@font-face.*", "", style).replace('"Paper", ', f'"{SYSTEM_FONT}", ')
    if not _system_has_font():
        style += _whole_fonts()
    page = render.check(facts).replace("../qr", segno.make(facts.verify_url).svg_data_uri())
    page = page.replace("</head>", f"<style>{style}</style></head>")
    return weasyprint.HTML(string=page, base_url=design.as_uri() + "/").write_pdf()


def _whole_fonts() -> str:
    return "".join(
        f'@font-face{{font-family:"Paper Whole";font-weight:{weight};src:url("{path.as_uri()}")}}'
        for weight, path in render.fonts.FILES.values()
    )


def _system_has_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", SYSTEM_FONT], capture_output=True, check=True)
    return bool(listed.stdout)


if __name__ == "__main__":
    for line in figures():
        print(line)
