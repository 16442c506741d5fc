"""What a QR and a credential carry can be checked without the server, and can't be changed."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.certificates.credential import base58, canonical, checked, credential, unbase58
from lms.certificates.keys import Keys
from lms.certificates.seal import sealed_address, unsealed
from tests.certificates.papers import FACTS, facts
from tests.certificates.signed import new_keys


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return new_keys(tmp_path_factory.mktemp("ours"))


def test_a_sealed_qr_says_its_facts(keys: Keys) -> None:
    found = unsealed(sealed_address(FACTS, keys.seal), keys.seals)
    assert found.verdict == "genuine"
    assert found.facts == {
        "number": "2026-0001",
        "name": "홍길동",
        "course": "스마트공장 구축 및 추진실무",
        "from_on": "2026-11-18",
        "to_on": "2026-11-20",
        "hours": "24",
        "issued_on": "2026-11-22",
    }


def test_the_facts_are_never_sent(keys: Keys) -> None:
    """They stand behind the #, which a browser keeps to itself."""
    parts = urlsplit(sealed_address(FACTS, keys.seal))
    assert parts.fragment
    assert f"{parts.scheme}://{parts.netloc}{parts.path}?{parts.query}" == FACTS.verify_url


def _renamed(address: str) -> str:
    head, said, signature = address.rsplit(".", 2)
    lines = base64.urlsafe_b64decode(said + "==").decode().replace("홍길동", "임꺽정")
    packed = base64.urlsafe_b64encode(lines.encode()).decode().rstrip("=")
    return f"{head}.{packed}.{signature}"


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (_renamed, "broken"),
        (lambda text: text.replace("number=2026-0001", "number=2026-0002"), "broken"),
        (lambda text: text.replace("7K2M", "7K2N"), "broken"),
        (lambda text: text[:-4], "broken"),
        (lambda text: text + "é", "broken"),
        (lambda text: text.split("#")[0], "unsealed"),
        (lambda text: "", "unsealed"),
        (lambda text: text.replace("#v1.", "#v1.x"), "foreign"),
    ],
)
def test_a_changed_qr_is_not_genuine(keys: Keys, change, verdict: str) -> None:
    assert unsealed(change(sealed_address(FACTS, keys.seal)), keys.seals).verdict == verdict


def test_another_academys_key_is_foreign(keys: Keys, tmp_path: Path) -> None:
    others = new_keys(tmp_path)
    assert unsealed(sealed_address(FACTS, others.seal), keys.seals).verdict == "foreign"


def test_without_a_key_the_qr_is_the_address() -> None:
    assert sealed_address(FACTS, None) == FACTS.verify_url


class TestCredential:
    def test_it_is_genuine_and_the_same_each_time(self, keys: Keys) -> None:
        assert keys.seal
        content = credential(FACTS, keys.seal)
        assert content == credential(FACTS, keys.seal)
        verdict, document = checked(content, keys.seals)
        assert verdict == "genuine"
        assert document["credentialSubject"]["achievement"]["humanCode"] == FACTS.number

    def test_it_has_what_open_badges_asks_for(self, keys: Keys) -> None:
        """The required parts of AchievementCredential, Profile, AchievementSubject, IdentityObject,
        Achievement, Criteria and Proof in the published JSON schema of Open Badges 3.0."""
        assert keys.seal
        found = json.loads(credential(FACTS, keys.seal))
        assert found["@context"][0] == "https://www.w3.org/ns/credentials/v2"
        assert "/ob/v3p0/context" in found["@context"][1]
        assert {"VerifiableCredential", "OpenBadgeCredential"} <= set(found["type"])
        assert found["id"].startswith("https://")
        assert found["name"]
        assert "Profile" in found["issuer"]["type"]
        assert found["issuer"]["id"].startswith("did:key:z6Mk")
        assert found["validFrom"].endswith("T00:00:00+09:00")
        subject = found["credentialSubject"]
        assert "AchievementSubject" in subject["type"]
        identity = subject["identifier"][0]
        assert identity["type"] == "IdentityObject"
        assert (identity["hashed"], identity["identityType"]) == (False, "name")
        assert identity["identityHash"] == FACTS.name
        achievement = subject["achievement"]
        assert achievement["id"].isascii()
        assert FACTS.code not in achievement["id"]
        assert "Achievement" in achievement["type"]
        assert all(achievement[name] for name in ("id", "name", "description"))
        assert achievement["criteria"]["narrative"]
        (proof,) = found["proof"]
        assert proof["type"] == "DataIntegrityProof"
        assert proof["cryptosuite"] == "eddsa-jcs-2022"
        assert proof["proofPurpose"] == "assertionMethod"
        assert proof["proofValue"].startswith("z")
        assert proof["verificationMethod"].startswith(found["issuer"]["id"] + "#z6Mk")

    @pytest.mark.parametrize(
        ("old", "new", "verdict"),
        [
            ("홍길동", "임꺽정", "broken"),
            ("2026-11-22", "2025-11-22", "broken"),
            ("did:key:z6Mk", "did:key:z6Mm", "foreign"),
            ('"proof"', '"prof"', "broken"),
            ("{", "", "broken"),
        ],
    )
    def test_a_changed_one_is_not(self, keys: Keys, old: str, new: str, verdict: str) -> None:
        assert keys.seal
        content = credential(FACTS, keys.seal).decode().replace(old, new)
        assert checked(content.encode(), keys.seals)[0] == verdict

    @pytest.mark.parametrize(
        "content", [b"", b"[]", b"{}", b'{"proof": [{}]}', b"\xff", b"[" * 9999]
    )
    def test_nonsense_is_broken(self, keys: Keys, content: bytes) -> None:
        assert checked(content, keys.seals)[0] == "broken"

    def test_only_completion_claims_a_completion(self, keys: Keys) -> None:
        assert keys.seal
        assert b"CertificateOfCompletion" in credential(FACTS, keys.seal)
        assert b"CertificateOfCompletion" not in credential(facts(), keys.seal, "attendance")


@given(st.binary(max_size=70))
def test_base58_reads_back(content: bytes) -> None:
    assert unbase58(base58(content)) == content


def test_base58_of_a_known_value() -> None:
    assert base58(b"Hello World!") == "2NEpo7TZRRrLZSi2U"


def test_canonical_json_is_sorted_tight_and_unescaped() -> None:
    assert canonical({"b": ["가", True], "a": None}) == '{"a":null,"b":["가",true]}'.encode()
