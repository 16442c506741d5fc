"""Making the keys of a demonstration, or of an academy that needs no public chain.

A root that signs everything, kept apart if its owner is careful; under it one key at a time that
signs papers. Run again it changes the keys: the root stays, so older papers stay checkable.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from lms.certificates.keys import certificate_id, seal_id

ROOT_YEARS, KEY_YEARS = 20, 3
_DAYS = 365
_ROOT = " Root"
_PART = (
    64  # bytes that a part of a certificate's name holds (X.520 says letters, OpenSSL counts bytes)
)


def make_keys(folder: Path, academy: str, password: str, now: datetime) -> tuple[str, str]:
    """Write a new key and seal, and a root if there is none.

    Args:
        academy: the organisation in the certificates.
        password: of academy.p12; empty for none.

    Returns:
        The ids of the new signing key and the new seal.
    """
    for part in ("trusted", "seals", "retired"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    _retire(folder)
    root, root_key = _root(folder, academy, now)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(academy, key, root, root_key, now)
    secret = serialization.NoEncryption() if not password else _encryption(password)
    stored = pkcs12.serialize_key_and_certificates(b"academy", key, certificate, [root], secret)
    _keep(folder / "academy.p12", stored)
    seal = Ed25519PrivateKey.generate()
    _keep(folder / "seal.pem", _private_pem(seal))
    public = seal.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (folder / "seals" / f"{seal_id(seal.public_key())}.pem").write_bytes(public)
    return certificate_id(certificate), seal_id(seal.public_key())


def _retire(folder: Path) -> None:
    for name in ("academy.p12", "academy.pem", "seal.pem"):
        path = folder / name
        if path.is_file():
            stamp = path.stat().st_mtime_ns
            path.rename(folder / "retired" / f"{path.stem}-{stamp}{path.suffix}")


def _root(
    folder: Path, academy: str, now: datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    kept, trusted = folder / "root-key.pem", folder / "trusted" / "root.pem"
    if kept.is_file() and trusted.is_file():
        key = serialization.load_pem_private_key(kept.read_bytes(), None)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return x509.load_pem_x509_certificate(trusted.read_bytes()), key
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(academy, f"{_within(academy, _PART - len(_ROOT))}{_ROOT}")
    root = (
        _begun(name, name, key.public_key(), now, ROOT_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    _keep(kept, _private_pem(key))
    trusted.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    return root, key


def _certificate(
    academy: str,
    key: ec.EllipticCurvePrivateKey,
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    now: datetime,
) -> x509.Certificate:
    identifier = x509.SubjectKeyIdentifier.from_public_key(root_key.public_key())
    authority = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)
    return (
        _begun(_name(academy, academy), root.subject, key.public_key(), now, KEY_YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(authority, critical=False)
        .sign(root_key, hashes.SHA256())
    )


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    now: datetime,
    years: int,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=years * _DAYS))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _name(academy: str, common: str) -> x509.Name:
    """A certificate's name; the root's must not be its holder's, also where they are cut."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "KR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _within(academy, _PART)),
            x509.NameAttribute(NameOID.COMMON_NAME, _within(common, _PART)),
        ]
    )


def _within(text: str, size: int) -> str:
    """As much of a text as fits in so many bytes."""
    return text.encode()[:size].decode("utf-8", "ignore")


def _encryption(password: str) -> serialization.KeySerializationEncryption:
    return serialization.BestAvailableEncryption(password.encode())


def _private_pem(key: ec.EllipticCurvePrivateKey | Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _keep(path: Path, content: bytes) -> None:
    """Written so that nobody else on the machine can read it, from the first byte on."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
