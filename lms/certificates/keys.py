"""The academy's keys: one that signs the file (X.509), one for QR and credential (Ed25519).

They lie in one folder outside the source (LMS_SIGNING_FOLDER, `var/signing` by default):

    academy.p12    key and chain that sign papers now (or academy.pem: key, certificate, chain)
    seal.pem       the Ed25519 key of QR and credential
    trusted/*.pem  certificates that papers may be signed under: roots, or single ones of earlier keys
    seals/*.pem    public Ed25519 keys that are or were ours

Without keys papers are issued unsigned, and the check page says so.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12

from lms.config import Signing

SignatureKey = RSAPrivateKey | EllipticCurvePrivateKey


class KeyUnusable(Exception):
    """A key file is there and can't be used; the text says which and why."""


@dataclass(frozen=True)
class SigningKey:
    """What signs a file. `id` names its certificate in the register."""

    key: SignatureKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def id(self) -> str:
        """The first 16 hexadecimal digits of the certificate's SHA-256."""
        return certificate_id(self.certificate)


@dataclass(frozen=True)
class Seal:
    """What signs QR and credential. `id` is printed in the QR, so it is short."""

    key: Ed25519PrivateKey

    @property
    def id(self) -> str:
        """The first 8 hexadecimal digits of the public key's SHA-256."""
        return seal_id(self.key.public_key())


@dataclass(frozen=True)
class Keys:
    """All keys of an installation; everything may be missing."""

    signing: SigningKey | None = None
    seal: Seal | None = None
    trusted: tuple[x509.Certificate, ...] = ()
    seals: dict[str, Ed25519PublicKey] = field(default_factory=dict)
    timestamp_url: str = ""


def certificate_id(certificate: x509.Certificate) -> str:
    """How the register calls a certificate."""
    return hashlib.sha256(certificate.public_bytes(serialization.Encoding.DER)).hexdigest()[:16]


def seal_id(key: Ed25519PublicKey) -> str:
    """How QR and check page call a public key."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:8]


def keys_of(signing: Signing) -> Keys:
    """The keys that lie in the folder now; read anew when a file has changed.

    Raises:
        KeyUnusable: a file is there, or named by LMS_SIGNING_KEY, and can't be used.
    """
    stamps = tuple((str(path), path.stat().st_mtime_ns) for path in _files(signing))
    return _read(signing, stamps)


def key_file(signing: Signing) -> Path | None:
    """Where the key that signs files lies, or None when there is none."""
    if signing.key:
        return Path(signing.key)
    found = (signing.folder / name for name in ("academy.p12", "academy.pem"))
    return next((path for path in found if path.is_file()), None)


def _files(signing: Signing) -> list[Path]:
    folder, key = signing.folder, key_file(signing)
    if signing.key and key is not None and not key.is_file():
        raise KeyUnusable(f"The key {key} (LMS_SIGNING_KEY) is not there.")
    found = [key] if key else []
    found += [path for path in (folder / "seal.pem",) if path.is_file()]
    return found + sorted([*folder.glob("trusted/*.pem"), *folder.glob("seals/*.pem")])


@lru_cache(maxsize=8)
def _read(signing: Signing, _stamps: tuple[tuple[str, int], ...]) -> Keys:
    folder, key = signing.folder, key_file(signing)
    signs = _signing_key(key, signing.password) if key else None
    seal = _seal(folder / "seal.pem") if (folder / "seal.pem").is_file() else None
    trusted = [one for path in sorted(folder.glob("trusted/*.pem")) for one in _certificates(path)]
    public = [_public(path) for path in sorted(folder.glob("seals/*.pem"))]
    if seal:
        public.append(seal.key.public_key())
    if signs:
        trusted.append(signs.certificate)
    seals = {seal_id(one): one for one in public}
    return Keys(signs, seal, tuple(trusted), seals, signing.timestamp_url)


def _signing_key(path: Path, password: str) -> SigningKey:
    secret = password.encode() or None
    try:
        content = path.read_bytes()
        if path.suffix in (".p12", ".pfx"):
            key, certificate, chain = pkcs12.load_key_and_certificates(content, secret)
        else:
            key = serialization.load_pem_private_key(content, secret)
            certificate, *chain = x509.load_pem_x509_certificates(content)
    except (ValueError, TypeError, OSError, UnsupportedAlgorithm) as error:
        raise KeyUnusable(f"The key {path} can't be read: {error}") from error
    if not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey) or certificate is None:
        raise KeyUnusable(f"The key {path} must hold an RSA or EC key and its certificate.")
    return SigningKey(key, certificate, tuple(chain))


def _seal(path: Path) -> Seal:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError, OSError, UnsupportedAlgorithm) as error:
        raise KeyUnusable(f"The key {path} can't be read: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(f"The key {path} must be an Ed25519 key.")
    return Seal(key)


def _certificates(path: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (ValueError, OSError) as error:
        raise KeyUnusable(f"The certificate {path} can't be read: {error}") from error


def _public(path: Path) -> Ed25519PublicKey:
    try:
        key = serialization.load_pem_public_key(path.read_bytes())
    except (ValueError, OSError, UnsupportedAlgorithm) as error:
        raise KeyUnusable(f"The key {path} can't be read: {error}") from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyUnusable(f"The key {path} must be an Ed25519 public key.")
    return key
