"""Certificates made for a run: by an authority of the farm's own, or by nobody anybody trusts."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


class Authority:
    """One authority: its certificate in a file, and what it signs."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._key = ec.generate_private_key(ec.SECP256R1())
        subject = _subject(name)
        now = datetime.now(UTC)
        built = _builder(subject, subject, self._key, now - 400 * DAY, now + 400 * DAY)
        built = built.add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
        built = built.add_extension(
            x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False
        ).add_extension(_usage(signs=True), critical=True)
        self._certificate = built.sign(self._key, hashes.SHA256())
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))

    def issue(self, name: str, names: Sequence[str], begins: timedelta, ends: timedelta) -> Path:
        """A file with a certificate for ``names`` (IP addresses or host names) and its key; times from now on."""
        key = ec.generate_private_key(ec.SECP256R1())
        now = datetime.now(UTC)
        built = _builder(_subject(name), self._certificate.subject, key, now + begins, now + ends)
        if names:
            built = built.add_extension(x509.SubjectAlternativeName([_name(one) for one in names]), critical=False)
        built = built.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False
        )
        return _write(self._folder / f"{name}.server.pem", built.sign(self._key, hashes.SHA256()), key)


def self_signed(folder: Path, name: str, names: Sequence[str]) -> Path:
    """A certificate that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    built = _builder(_subject(name), _subject(name), key, now - DAY, now + 30 * DAY)
    built = built.add_extension(x509.SubjectAlternativeName([_name(one) for one in names]), critical=False)
    return _write(folder / f"{name}.server.pem", built.sign(key, hashes.SHA256()), key)


def make(kind: str, folder: Path, served: str, trusted: Authority, stranger: Authority) -> Path:
    """The certificate of a host of the manifest, ``kind-anything``."""
    far, past = 90 * DAY, -90 * DAY
    match kind.partition("-")[0]:
        case "good":
            return trusted.issue(kind, [served], past, far)
        case "soon":
            return trusted.issue(kind, [served], past, 5 * DAY)
        case "expired":
            return trusted.issue(kind, [served], 2 * past, {"a": -DAY, "b": past}.get(kind[-1], -10 * DAY))
        case "future":
            return trusted.issue(kind, [served], DAY, far)
        case "name":
            other = {"a": ["other.example"], "b": ["127.9.9.9"], "c": ["*.example"], "d": []}
            return trusted.issue(kind, other.get(kind[-1], ["a.example", "b.example"]), past, far)
        case "self":
            return self_signed(folder, kind, [served])
        case "stranger":
            return stranger.issue(kind, [served], past, far)
    raise ValueError(kind)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(begins).not_valid_after(ends)
    )  # fmt: skip


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=signs, crl_sign=signs, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def _write(file: Path, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> Path:
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + secret)
    return file
