"""Signing a finished paper (PAdES, ETSI EN 319 142-1), and reading what a file's signature says.

Loaded when the first paper is signed or checked: pyHanko takes half a second to load.
"""

from __future__ import annotations

import io
import urllib.request
from functools import lru_cache
from typing import BinaryIO

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.xref import PositionDict
from pyhanko.sign import fields, signers
from pyhanko.sign.signers import SignatureObject
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lms.certificates.keys import SigningKey

FIELD = "Signature"
_DIGEST = "sha256"
_ATTRIBUTES = 360  # bytes; measured 285 (elliptic curves) to 300 (RSA)
_STAMPED = 12_000  # hexadecimal digits that a timestamp with its chain may take
_SECONDS = 10  # a timestamp server may think so long


def signed(paper: bytes, key: SigningKey, *, timestamp_url: str = "") -> bytes:
    """The paper with the academy's signature appended; nothing may be changed after it.

    Args:
        timestamp_url: an RFC 3161 server; empty for none.

    Raises:
        OSError: the timestamp server can't be reached or refuses.
    """
    out = io.BytesIO()
    stamper = _Stamper(timestamp_url) if timestamp_url else None
    field = fields.SigFieldSpec(
        FIELD,
        readable_field_name="Signature of the academy",
        # PDF/A-3 wants it printable and not hidden, PDF/UA-1 (7.18.1) outside the page or tagged.
        invis_sig_settings=fields.InvisSigSettings(
            set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True
        ),
    )
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=_DIGEST,
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    signer = signers.PdfSigner(meta, _signer(key), timestamper=stamper, new_field_spec=field)
    reserved = _room(key) + (_STAMPED if timestamp_url else 0)
    signer.sign_pdf(_Writer(io.BytesIO(paper)), bytes_reserved=reserved, output=out)
    return out.getvalue()


class _Writer(IncrementalPdfFileWriter):
    """Adds the signature and nothing else, in as little room as it takes.

    pyHanko would also call the file PDF 2.0, note extensions and write the metadata anew. The paper is
    PDF/A-3, which is PDF 1.7 (ISO 19005-3, 6.1.2), and what it says of itself was said by the press.
    """

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        pass

    def register_extension(self, ext: object) -> None:
        pass

    def _update_meta(self) -> None:
        pass

    def _write_objects(self, stream: BinaryIO, positions: PositionDict) -> None:
        """Compress what is written anew; the signature itself must stay as it is, to be filled in."""
        packed = self.prepare_object_stream()  # type: ignore[no-untyped-call]  # pyHanko's, untyped
        for (generation, number), one in list(self.objects.items()):
            if not isinstance(one, generic.StreamObject | SignatureObject):
                packed.add_object(number, one)
                del self.objects[generation, number]
        super()._write_objects(stream, positions)


def _room(key: SigningKey) -> int:
    """Hexadecimal digits to reserve: the certificates that go in, the signature, and the attributes."""
    inside = [key.certificate, *(one for one in key.chain if one.issuer != one.subject)]
    size = sum(len(one.public_bytes(serialization.Encoding.DER)) for one in inside)
    named = 2 * len(key.certificate.issuer.public_bytes())  # the signer's, and in an attribute
    bits = key.key.key_size
    signature = bits // 8 if isinstance(key.key, RSAPrivateKey) else 2 * (bits // 8) + 16
    return 2 * (size + named + signature + _ATTRIBUTES)


class _Signer(SimpleSigner):
    """pyHanko's own reads the key anew at each signature: 101 ms with RSA; kept loaded, 15 ms."""

    loaded: RSAPrivateKey | ec.EllipticCurvePrivateKey

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        if digest_algorithm != _DIGEST:
            raise ValueError(digest_algorithm)
        if isinstance(self.loaded, RSAPrivateKey):
            return self.loaded.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.loaded.sign(data, ec.ECDSA(hashes.SHA256()))


@lru_cache(maxsize=4)
def _signer(key: SigningKey) -> _Signer:
    known = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko's, untyped
    known.register_multiple(as_asn1(one) for one in key.chain)
    public = key.key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    signer = _Signer(
        signing_cert=as_asn1(key.certificate),
        signing_key=keys.PrivateKeyInfo.load(public),
        cert_registry=known,
        embed_roots=False,
    )
    signer.loaded = key.key
    return signer


def as_asn1(certificate: x509.Certificate) -> asn1.Certificate:
    """A certificate as pyHanko wants it."""
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


class _Stamper(TimeStamper):
    """Asks an RFC 3161 server by HTTP, as the worker, which has nothing else to do meanwhile."""

    def __init__(self, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko's, untyped
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        request = urllib.request.Request(  # noqa: S310  # the academy's own setting
            self.url, req.dump(), {"Content-Type": "application/timestamp-query"}
        )
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310  # as above
            return tsp.TimeStampResp.load(answer.read())
