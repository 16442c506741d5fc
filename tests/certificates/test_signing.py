"""Signatures: made once, sound, and broken by whatever happens to the file afterwards."""

from __future__ import annotations

import io
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lms.certificates import keygen, services, signing
from lms.certificates.inspection import inspect
from lms.certificates.keys import Keys, KeyUnusable, keys_of
from lms.certificates.models import CertificateStatus
from lms.certificates.render import render
from lms.certificates.signing import as_asn1
from lms.config import Signing
from lms.core.gate import Gate
from lms.core.storage import storage
from lms.jobs.queue import run_job
from tests.certificates.conftest import Judged
from tests.certificates.papers import FACTS, text_of
from tests.certificates.signed import new_keys, paper, printed

Change = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return new_keys(tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return new_keys(tmp_path_factory.mktemp("theirs"))


def test_a_signed_paper_is_ours_and_whole(keys: Keys) -> None:
    found = inspect(paper(keys), keys)
    assert (found.readable, found.signature, found.credential) == (True, "ours", "genuine")
    assert found.claim
    assert (found.claim[0].printed, found.claim[1]) == (FACTS.number, FACTS.code)


def test_it_is_a_pades_signature_that_allows_no_change(keys: Keys) -> None:
    with pikepdf.open(io.BytesIO(paper(keys))) as file:
        field = file.Root.AcroForm.Fields[0]
        assert field.V.SubFilter == "/ETSI.CAdES.detached"
        assert field.V.Reference[0].TransformParams.P == 1
        assert field.TU


def test_what_is_signed_is_the_same_bytes_each_time(keys: Keys) -> None:
    before = render(FACTS, seal=keys.seal)
    assert before == printed(keys)
    assert paper(keys).startswith(before)
    assert text_of(paper(keys)) == text_of(before)


def resaved(content: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as file:
        file.save(out)
    return out.getvalue()


def edited(content: bytes) -> bytes:
    """As an editor does it: the text stays readable, the file is written anew."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as file:
        file.docinfo["/Title"] = "another"
        file.save(out)
    return out.getvalue()


def one_bit(content: bytes) -> bytes:
    at = content.index(b"stream", 20_000) + 900
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize(
    "change",
    [
        resaved,
        edited,
        one_bit,
        lambda content: content + b"\n%appended\n",
        lambda content: content[:-400],
    ],
    ids=["resaved", "edited", "one bit", "appended", "cut short"],
)
def test_whatever_is_changed_breaks_it(keys: Keys, change: Change) -> None:
    assert inspect(change(paper(keys)), keys).signature in ("broken", "none")
    assert inspect(paper(keys), keys).signature == "ours"


def test_who_signs_it_again_is_not_us(keys: Keys, others: Keys) -> None:
    assert others.signing
    assert inspect(signing.signed(printed(keys), others.signing), keys).signature == "foreign"
    assert inspect(paper(others), keys).signature == "foreign"
    assert inspect(paper(others), keys).credential == "foreign"


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"%PDF-" + b"\0" * 500, b"PK\3\4", b"%PDF-1.7\n" + b"[" * 100_000],
)
def test_what_is_no_paper_is_unreadable(keys: Keys, content: bytes) -> None:
    assert not inspect(content, keys).readable


def test_after_a_change_of_keys_older_papers_stay_ours(tmp_path: Path) -> None:
    old = new_keys(tmp_path)
    signed = paper(old)
    new = new_keys(tmp_path)
    assert old.signing
    assert new.signing
    assert old.seal
    assert new.seal
    assert old.signing.id != new.signing.id
    assert old.seal.id != new.seal.id
    found = inspect(signed, new)
    assert (found.signature, found.credential) == ("ours", "genuine")
    assert inspect(paper(new), new).signature == "ours"


def test_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    new_keys(tmp_path)
    for name in ("academy.p12", "seal.pem", "root-key.pem"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_long_name_is_cut_in_the_certificates_and_still_not_the_roots(tmp_path: Path) -> None:
    keygen.make_keys(tmp_path, "스마트팩토리 아카데미 " * 4, "", datetime.now(UTC))
    keys = keys_of(Signing(folder=tmp_path))
    assert keys.signing
    assert keys.signing.certificate.subject != keys.signing.certificate.issuer
    assert inspect(signing.signed(printed(keys), keys.signing), keys).signature == "ours"


def test_a_password_keeps_the_key(tmp_path: Path) -> None:
    assert new_keys(tmp_path, "geheim").signing
    with pytest.raises(KeyUnusable, match=r"academy\.p12"):
        keys_of(Signing(folder=tmp_path, password="wrong"))
    with pytest.raises(KeyUnusable, match="LMS_SIGNING_KEY"):
        keys_of(Signing(folder=tmp_path, key=str(tmp_path / "missing.p12")))


def test_no_keys_mean_unsigned(tmp_path: Path) -> None:
    assert keys_of(Signing(folder=tmp_path)) == Keys()
    found = inspect(render(FACTS), Keys())
    assert (found.readable, found.signature, found.credential) == (True, "none", "none")


def test_the_worker_signs_and_the_register_says_with_which_key(judged: Judged, app: Gate) -> None:
    folder = app.extensions["settings"].signing.folder
    keys = new_keys(folder)
    try:
        issued = judged.issue()[0]
        judged.print()
    finally:
        _forget(folder)
    assert keys.signing
    assert judged.get(issued).key_id == keys.signing.id


def test_a_key_that_can_not_be_used_leaves_the_paper_waiting(judged: Judged, app: Gate) -> None:
    folder = app.extensions["settings"].signing.folder
    new_keys(folder)
    (folder / "academy.p12").write_bytes(b"damaged")
    issued = judged.issue()[0]
    try:
        run_job(app, services.JOB, issued)
    finally:
        _forget(folder)
    waiting = judged.get(issued)
    assert waiting.status is CertificateStatus.queued
    assert "academy.p12" in waiting.problem
    run_job(app, services.JOB, issued)
    assert judged.get(issued).key_id is None


def test_of_two_workers_at_one_paper_the_second_leaves_no_file(judged: Judged, app: Gate) -> None:
    """Two signatures of one paper differ, so there are two files."""
    folder = app.extensions["settings"].signing.folder
    new_keys(folder)
    issued = judged.issue()[0]
    with judged.acting():
        files = Path(storage()._path("0" * 64)).parents[1]
    before = set(files.glob("??/*"))
    together = threading.Barrier(2)

    def work() -> None:
        together.wait()
        run_job(app, services.JOB, issued)

    workers = [threading.Thread(target=work) for _ in range(2)]
    try:
        for one in workers:
            one.start()
        for one in workers:
            one.join()
    finally:
        _forget(folder)
    (left,) = set(files.glob("??/*")) - before
    assert left.name == judged.get(issued).file_key


def _forget(folder: Path) -> None:
    for path in folder.rglob("*.p*"):
        path.unlink()


def test_a_timestamp_is_asked_for_where_a_server_is_named(keys: Keys) -> None:
    """A real RFC 3161 exchange over a socket with a server of our own."""
    assert keys.signing
    with timestamp_server() as url:
        stamped = signing.signed(printed(keys), keys.signing, timestamp_url=url)
        (signature,) = PdfFileReader(io.BytesIO(stamped)).embedded_signatures
        kinds = [one["type"].native for one in signature.signer_info["unsigned_attrs"]]
        assert "signature_time_stamp_token" in kinds
        assert inspect(stamped, keys).signature == "ours"
    with pytest.raises(OSError, match=r"refused|urlopen"):
        signing.signed(printed(keys), keys.signing, timestamp_url=url)


@contextmanager
def timestamp_server() -> Iterator[str]:
    """Answers timestamp queries with pyHanko's own answers, until the block ends."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Time")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    source = DummyTimeStamper(
        as_asn1(certificate), asn1_keys.PrivateKeyInfo.load(private), SimpleCertificateStore()
    )

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            said = source.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
