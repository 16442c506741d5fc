"""Facts for tests, and what a finished paper says and looks like."""

from __future__ import annotations

import dataclasses
import io
import subprocess
import unicodedata
from datetime import date
from functools import cache
from typing import Any

from PIL import Image
from pypdf import PdfReader

from lms.certificates.facts import CertificateFacts, SyllabusUnit

FACTS = CertificateFacts(
    number="제2026-0001호",
    code="7K2M-9QXA-04TD-W3HC",
    verify_url="https://academy.example/verify?number=2026-0001&code=7K2M-9QXA-04TD-W3HC",
    name="홍길동",
    name_latin="Hong Gil-dong",
    birth="1985.**.**",
    firm="(주)전북정밀",
    course="스마트공장 구축 및 추진실무",
    course_en="Building and Running a Smart Factory",
    offering="2026년 제3차",
    from_on=date(2026, 11, 18),
    to_on=date(2026, 11, 20),
    hours=24,
    completed_on=date(2026, 11, 20),
    issued_on=date(2026, 11, 22),
    academy="스마트팩토리 아카데미",
    academy_en="Smart Factory Academy",
    issuer="스마트팩토리 아카데미 원장",
    issuer_en="Director, Smart Factory Academy",
)


def facts(**changes: Any) -> CertificateFacts:
    """The usual facts with some changed."""
    return dataclasses.replace(FACTS, **changes)


def syllabus(given: CertificateFacts, **changes: Any) -> CertificateFacts:
    """Facts with a second page."""
    units = (SyllabusUnit(title="개념", hours=8), SyllabusUnit(title="실습 뷁", hours=16))
    return dataclasses.replace(given, syllabus=units, **changes)


def text_of(pdf: bytes) -> str:
    """All text as a reader would copy it, NFC, lines and spaces made single spaces."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    return " ".join(unicodedata.normalize("NFC", " ".join(pages)).split())


def poppler_text(pdf: bytes) -> str:
    """The same by another reader."""
    told = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(unicodedata.normalize("NFC", told.stdout.decode()).split())


@cache
def picture_of(pdf: bytes, dpi: int) -> Image.Image:
    """The first page as a grey picture."""
    drawn = subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-f", "1", "-l", "1", "-gray", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    return Image.open(io.BytesIO(drawn.stdout)).convert("L")
