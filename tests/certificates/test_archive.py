"""The finished, signed file against clauses of PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1).

veraPDF has its say in test_conformance.py; here each clause that a paper of ours can offend is read off
the file itself, so that a fault is seen in seconds and named. Each test names its clause.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pikepdf
import pytest

from lms.certificates import signing
from lms.certificates.facts import SyllabusUnit
from lms.certificates.keys import Keys
from lms.certificates.render import preview, render
from tests.certificates.papers import facts
from tests.certificates.signed import new_keys

PAINTS = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh", "BI"}
DESIGNS = ("completion", "attendance", "teaching")
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return new_keys(tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module", params=DESIGNS)
def content(request: pytest.FixtureRequest, keys: Keys) -> bytes:
    """A paper with everything: rare glyphs, syllabus, credential, signature."""
    units = (SyllabusUnit(title="개념", hours=8), SyllabusUnit(title="실습 뷁", hours=16))
    assert keys.signing
    paper = render(facts(syllabus=units, name="뷁똠펲 南宮"), request.param, keys.seal)
    return signing.signed(paper, keys.signing)


@pytest.fixture
def file(content: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(content)) as opened:
        yield opened


def xmp(file: pikepdf.Pdf) -> str:
    return file.Root.Metadata.read_bytes().decode()


def fonts(file: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [one for one in file.objects if _is(one, "/Font")]


def _is(thing: object, kind: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) and thing.get("/Type") == kind


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every element of the structure tree, in reading order."""
    children = node.get("/K")
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


class TestArchival:
    def test_6_1_2_the_header_is_of_pdf_1_7(self, content: bytes, file: pikepdf.Pdf) -> None:
        assert content.startswith(b"%PDF-1.7\n%")
        assert all(byte > 127 for byte in content[10:14])
        assert "/Version" not in file.Root

    def test_6_1_3_it_has_an_id_and_is_not_encrypted(self, file: pikepdf.Pdf) -> None:
        assert len(file.trailer.ID) == 2
        assert not file.is_encrypted

    def test_6_1_7_no_stream_is_outside_or_in_lzw(self, file: pikepdf.Pdf) -> None:
        streams = [one for one in file.objects if isinstance(one, pikepdf.Stream)]
        assert all(one.get("/F") is None for one in streams)
        assert {str(one.get("/Filter", "/FlateDecode")) for one in streams} == {"/FlateDecode"}

    def test_6_2_3_colours_mean_srgb(self, file: pikepdf.Pdf) -> None:
        (intent,) = file.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        profile = intent.DestOutputProfile
        read = profile.read_bytes()
        assert profile.N == 3
        assert read[12:20] == b"mntrRGB "
        assert read[8] < 5
        assert read[36:40] == b"acsp"
        assert int.from_bytes(read[:4]) == len(read)

    def test_6_2_4_3_no_colour_is_of_another_device(self, file: pikepdf.Pdf) -> None:
        for page in file.pages:
            used = {str(op) for _, op in pikepdf.parse_content_stream(page)}
            assert not used & {"k", "K"}

    def test_6_2_11_4_every_font_is_inside(self, file: pikepdf.Pdf) -> None:
        descendants = [one for one in fonts(file) if one.Subtype == "/CIDFontType2"]
        assert descendants
        for one in descendants:
            assert "/FontFile2" in one.FontDescriptor
            assert "/CIDToGIDMap" in one
        assert {str(one.Subtype) for one in fonts(file)} == {"/CIDFontType2", "/Type0"}

    def test_6_2_11_7_every_font_can_be_read_as_text(self, file: pikepdf.Pdf) -> None:
        assert all("/ToUnicode" in one for one in fonts(file) if one.Subtype == "/Type0")

    def test_6_3_2_what_is_annotated_is_printed_and_not_hidden(self, file: pikepdf.Pdf) -> None:
        (field,) = file.pages[0].Annots
        assert int(field.F) & 0b100
        assert not int(field.F) & 0b100011

    def test_6_5_1_nothing_acts(self, file: pikepdf.Pdf) -> None:
        assert not {"/OpenAction", "/AA"} & set(file.Root.keys())
        assert not [one for one in file.objects if isinstance(one, pikepdf.Dictionary)
                    and one.get("/S") in ("/JavaScript", "/Launch", "/URI")]  # fmt: skip

    def test_6_6_2_metadata_is_one_rdf_and_says_the_title(self, file: pikepdf.Pdf) -> None:
        body = re.sub(r"<\?xpacket.*?\?>", "", xmp(file), flags=re.S)
        tree = ElementTree.fromstring(body)  # noqa: S314  # our own file
        assert len(tree.findall(f"{RDF}RDF")) == 1
        assert str(file.docinfo["/Title"]) in xmp(file)

    def test_6_6_4_it_says_that_it_is_3a(self, file: pikepdf.Pdf) -> None:
        assert 'pdfaid:part="3"' in xmp(file)
        assert 'pdfaid:conformance="A"' in xmp(file)

    def test_6_6_2_3_the_other_mark_is_described(self, file: pikepdf.Pdf) -> None:
        assert "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>" in xmp(file)

    def test_6_7_it_is_tagged_in_a_language(self, file: pikepdf.Pdf) -> None:
        assert file.Root.MarkInfo.Marked
        assert file.Root.Lang == "ko-KR"
        assert list(elements(file.Root.StructTreeRoot))

    def test_6_8_what_is_attached_is_said_once_and_how(self, file: pikepdf.Pdf) -> None:
        (one,) = file.Root.AF
        assert one.AFRelationship == "/Alternative"
        assert one.F == one.UF == "credential.json"
        assert one.EF.F.Subtype == "/application/json"
        assert "/ModDate" in one.EF.F.Params
        assert json.loads(one.EF.F.read_bytes())["proof"]


class TestAccessible:
    def test_5_it_says_that_it_is_ua_1(self, file: pikepdf.Pdf) -> None:
        assert 'pdfuaid:part="1"' in xmp(file)

    def test_7_1_the_title_is_shown(self, file: pikepdf.Pdf) -> None:
        assert file.Root.ViewerPreferences.DisplayDocTitle
        assert "<dc:title>" in xmp(file)

    def test_7_1_whatever_is_painted_is_tagged_or_an_artifact(self, file: pikepdf.Pdf) -> None:
        for page in file.pages:
            inside, outside = 0, []
            for operands, operator in pikepdf.parse_content_stream(page):
                name = str(operator)
                inside += (name in ("BMC", "BDC")) - (name == "EMC")
                if name in PAINTS and not inside:
                    outside.append((name, operands))
            assert outside == []

    def test_7_3_every_figure_has_its_words(self, file: pikepdf.Pdf) -> None:
        figures = [one for one in elements(file.Root.StructTreeRoot) if one.S == "/Figure"]
        assert len(figures) == 3
        assert all(str(one.Alt) for one in figures)

    def test_7_4_headings_begin_with_the_first(self, file: pikepdf.Pdf) -> None:
        found = [str(one.S) for one in elements(file.Root.StructTreeRoot)]
        headings = [one for one in found if re.fullmatch(r"/H\d", one)]
        assert headings[:2] == ["/H1", "/H2"]

    def test_7_5_every_cell_names_its_heads(self, file: pikepdf.Pdf) -> None:
        found = list(elements(file.Root.StructTreeRoot))
        heads = {bytes(one.ID) for one in found if one.S == "/TH"}
        cells = [one for one in found if one.S == "/TD"]
        assert len(heads) == 3
        assert cells
        assert all({bytes(name) for name in one.A.Headers} <= heads for one in cells)

    def test_7_18_1_the_signature_lies_outside_the_page(self, file: pikepdf.Pdf) -> None:
        page = file.pages[0]
        (field,) = page.Annots
        assert float(field.Rect[2]) < float(page.mediabox[0])

    def test_7_18_3_tabs_follow_the_structure(self, file: pikepdf.Pdf) -> None:
        assert all(page.Tabs == "/S" for page in file.pages)

    def test_7_18_4_the_signature_has_a_name(self, file: pikepdf.Pdf) -> None:
        assert str(file.Root.AcroForm.Fields[0].TU)


@pytest.mark.parametrize("design", DESIGNS)
def test_each_sample_can_be_printed(design: str) -> None:
    assert preview(design, design).startswith(b"%PDF")
