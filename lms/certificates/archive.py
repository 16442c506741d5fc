"""What WeasyPrint leaves undone for a file that is to be kept and to be open to everybody.

PDF/A-3 (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) at once: WeasyPrint writes one variant at a time, so
the other's mark is added here, with the schema that PDF/A asks for it (6.6.2.3). It also lists an
attachment twice.
"""

from __future__ import annotations

import struct
from functools import cache
from typing import Any

import pydyf
from PIL import ImageCms

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
