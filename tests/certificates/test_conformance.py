"""The finished, signed files before real validators: veraPDF, and the published badge schema."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path

import jsonschema
import pikepdf
import pytest

from lms.certificates import signing
from lms.certificates.credential import credential
from lms.certificates.keys import Keys
from lms.certificates.render import render
from lms.certificates.samples import sampled
from tests.certificates import verapdf
from tests.certificates.papers import FACTS, syllabus
from tests.certificates.signed import new_keys

DESIGNS = ("completion", "attendance", "teaching")
FETCHED = Path(__file__).parents[2] / ".venv" / "badge-schema"
SCHEMA = "ob_v3p0_achievementcredential_schema.json"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return new_keys(tmp_path_factory.mktemp("ours"))


BROKEN = (
    ("PDFA-3A", "6.5.1-"),  # a script
    ("PDFA-3A", "6.2.11.7"),  # letters without a meaning
    ("PDFA-3A", "6.8-"),  # an attachment that nothing is said of
    ("PDFUA-1", "7.2-"),  # no language
    ("PDFUA-1", "7.3-"),  # pictures without words
)
"""The clauses that `_spoil` offends; veraPDF has to name each, or it would nod at anything."""


def _spoil(file: pikepdf.Pdf) -> None:
    del file.Root.Lang, file.Root.AF
    file.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    for one in file.objects:
        if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one:
            del one["/ToUnicode"]
        if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure":
            del one["/Alt"]


def test_verapdf_finds_nothing_in_our_papers_and_all_in_a_spoilt_one(
    keys: Keys, tmp_path: Path
) -> None:
    assert keys.signing
    good = {"register": sampled("register")}
    for design in DESIGNS:
        made = render(syllabus(FACTS, name="뷁똠펲 南宮"), design, keys.seal)
        good[design] = signing.signed(made, keys.signing)
    for name, content in good.items():
        (tmp_path / name).write_bytes(content)
    with pikepdf.open(tmp_path / "attendance") as file:
        _spoil(file)
        file.save(tmp_path / "spoilt")
    found = verapdf.failures(*(tmp_path / name for name in (*good, "spoilt")))
    spoilt = found.pop(str(tmp_path / "spoilt"))
    assert found == {str(tmp_path / name): {one: [] for one in verapdf.PROFILES} for name in good}
    for profile, clause in BROKEN:
        assert any(one.startswith(clause) for one in spoilt[profile]), (clause, spoilt)


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft201909Validator:
    """1EdTech's JSON schema of AchievementCredential, as it is published."""
    (source,) = FETCHED.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        (member,) = [one for one in archive.getmembers() if one.name.endswith("/" + SCHEMA)]
        opened = archive.extractfile(member)
        assert opened
        loaded = json.load(opened)
    formats = jsonschema.Draft201909Validator.FORMAT_CHECKER
    return jsonschema.Draft201909Validator(loaded, format_checker=formats)


@pytest.mark.parametrize("series", DESIGNS)
def test_the_badge_is_valid(
    schema: jsonschema.Draft201909Validator, keys: Keys, series: str
) -> None:
    assert keys.seal
    document = json.loads(credential(syllabus(FACTS), keys.seal, series))
    assert [one.message for one in schema.iter_errors(document)] == []


@pytest.mark.parametrize(
    "path",
    ["issuer", "validFrom", "credentialSubject", "credentialSubject.achievement.criteria",
     "credentialSubject.achievement.name", "issuer.id"],
)  # fmt: skip
def test_without_a_required_part_it_is_not(
    schema: jsonschema.Draft201909Validator, keys: Keys, path: str
) -> None:
    assert keys.seal
    document = json.loads(credential(FACTS, keys.seal))
    *way, last = path.split(".")
    at = document
    for step in way:
        at = at[step]
    del at[last]
    assert not schema.is_valid(document)
