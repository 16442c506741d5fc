"""What WeasyPrint leaves undone for a file that is to be kept and to be open to everybody.

PDF/A-3 (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) at once: WeasyPrint writes one variant at a time, so
the other's mark is added here, with the schema that PDF/A asks for it (6.6.2.3). It also lists an
attachment twice.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Sequence
from functools import cache
from typing import Any

import pydyf
from PIL import ImageCms

_UNICODE_MAP = b"/CIDInit /ProcSet findresource begin"  # how it begins
_GLYPH_TEXT = re.compile(rb"^<([0-9a-f]{4})> <([0-9a-f]+)>$", re.M)
_END = b"</rdf:RDF>"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_UA = f"""<rdf:Description xmlns:rdf="{_RDF}" rdf:about="" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description xmlns:rdf="{_RDF}" rdf:about="" \
xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>\
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>\
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq>\
</pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
""".encode()


def make_archival(pdf: pydyf.PDF) -> None:
    """Mend a PDF that is about to be written."""
    _claim_accessibility(pdf)
    _shrink_profile(pdf)
    preferences = pdf.catalog.setdefault("ViewerPreferences", pydyf.Dictionary())
    preferences["DisplayDocTitle"] = "true"  # ISO 14289-1, 7.1
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def compress(pdf: pydyf.PDF) -> None:
    """Compress the streams of a PDF that is about to be written, once; pydyf does it twice."""
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream) and one.compress:
            content = b"\n".join(_bytes(part) for part in one.stream)
            one.stream, one.compress = [zlib.compress(content, 9)], False
            one.extra["Filter"] = "/FlateDecode"


def shorten_unicode_maps(pdf: pydyf.PDF) -> None:
    """Say which text the glyphs stand for by ranges (ISO 32000-1, 9.10.3): half as long."""
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream) and one.stream[:1] == [
            b"/CIDInit /ProcSet findresource begin"
        ]:
            one.stream = [_by_ranges(b"\n".join(one.stream))]


def _by_ranges(said: bytes) -> bytes:
    pairs = {int(code, 16): text for code, text in _GLYPH_TEXT.findall(said)}
    blocks = [b"%d beginbfrange" % len(_runs(sorted(pairs)))]
    for run in _runs(sorted(pairs)):
        texts = b"".join(b"<%s>" % pairs[code] for code in run)
        blocks.append(b"<%04x> <%04x> [%s]" % (run[0], run[-1], texts))
    start, end = said.index(b"endcodespacerange"), said.index(b"endcmap")
    return b"\n".join([said[:start] + b"endcodespacerange", *blocks, b"endbfrange", said[end:]])


def _runs(codes: Sequence[int]) -> list[list[int]]:
    """Codes that follow each other, at most a hundred, with the same high byte."""
    runs: list[list[int]] = []
    for code in codes:
        last = runs[-1] if runs else None
        if last and code == last[-1] + 1 and code % 256 and len(last) < 100:
            last.append(code)
        else:
            runs.append([code])
    return runs


def _bytes(part: object) -> bytes:
    if isinstance(part, bytes):
        return part
    return bytes(part.data) if isinstance(part, pydyf.Object) else str(part).encode()


def _shrink_profile(pdf: pydyf.PDF) -> None:
    """The same sRGB in 0.5 instead of 2.5 kB; WeasyPrint's own carries long descriptions."""
    (intent,) = pdf.catalog["OutputIntents"]
    stream = _at(pdf, intent["DestOutputProfile"])
    stream.stream = [small_profile()]


@cache
def small_profile() -> bytes:
    """sRGB as LittleCMS makes it, with a fixed date and no id, so that it is the same every time."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[24:36] = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    made[84:100] = bytes(16)
    return bytes(made)


def _claim_accessibility(pdf: pydyf.PDF) -> None:
    stream = _at(pdf, pdf.catalog["Metadata"])
    content = b"\n".join(stream.stream)
    stream.stream = [content.replace(_END, _UA + _END, 1)]


def _at(pdf: pydyf.PDF, reference: str | bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
