"""OpenSSH signatures over records: made by ``ssh-keygen -Y sign``, verified here where the key is ed25519.

A program started for every signature would take minutes for a county, so ed25519, which nearly all keys are, is
verified in this process; every other type is left to ``ssh-keygen -Y verify``.
"""

from __future__ import annotations

import binascii
import hashlib
import os
import subprocess
import tempfile
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path

from plugins.build.problems import CannotRun
from plugins.review.people import Key, take_string

NAMESPACE = "gongkai-review"
"""A signature made for anything else (a commit, a file) is none here."""
BEGIN, END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_MAGIC = b"SSHSIG"
_HASHES = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}
PATIENCE = 60
"""Seconds that ssh-keygen may take to verify."""
NEEDED = "没有找到 ssh-keygen。请安装 OpenSSH 客户端（Debian：apt-get install openssh-client）"


def verified_by(message: bytes, armor: str, keys: Sequence[Key]) -> Key | None:
    """The one of the keys that made this signature over this message; None where it is not valid or another's."""
    try:
        blob, rest = _take_apart(armor)
    except ValueError:
        return None
    key = next((key for key in keys if key.blob == blob), None)
    if key is None:
        return None
    valid = _ed25519(message, key, rest) if key.type == "ssh-ed25519" else _by_program(message, armor, key)
    return key if valid else None


def _take_apart(armor: str) -> tuple[bytes, bytes]:
    """The public key in a signature, and what comes behind it. Raises ValueError."""
    text = armor.strip()
    if not text.startswith(BEGIN) or not text.endswith(END):
        raise ValueError("no signature")
    try:
        data = b64decode("".join(text[len(BEGIN) : -len(END)].split()), validate=True)
    except binascii.Error:
        raise ValueError("no base64") from None
    if data[:6] != _MAGIC or data[6:10] != b"\0\0\0\1":
        raise ValueError("not version 1")
    return take_string(data[10:])


def _ed25519(message: bytes, key: Key, rest: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        namespace, rest = take_string(rest)
        reserved, rest = take_string(rest)
        name, rest = take_string(rest)
        inner, rest = take_string(rest)
        kind, inner = take_string(inner)
        signature, inner = take_string(inner)
        public = take_string(take_string(key.blob)[1])[0]
    except ValueError:
        return False
    if namespace != NAMESPACE.encode() or reserved or name not in _HASHES or kind != b"ssh-ed25519" or rest or inner:
        return False
    digest = _HASHES[name](message).digest()
    signed = _MAGIC + b"".join(len(part).to_bytes(4, "big") + part for part in (namespace, b"", name, digest))
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _by_program(message: bytes, armor: str, key: Key) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        allowed, signature = Path(folder, "allowed"), Path(folder, "signature")
        allowed.write_text(f'signer namespaces="{NAMESPACE}" {key.line}\n', encoding="ascii")
        signature.write_text(armor, encoding="utf-8")
        command = ["ssh-keygen", "-Y", "verify", "-f", str(allowed), "-I", "signer", "-n", NAMESPACE]
        try:
            done = subprocess.run(
                [*command, "-s", str(signature)], input=message, capture_output=True, timeout=PATIENCE, check=False
            )
        except FileNotFoundError:
            raise CannotRun(NEEDED) from None
        except subprocess.TimeoutExpired:
            return False
    return done.returncode == 0


def sign(message: bytes, keys: Sequence[Key], key_file: Path | None) -> str:
    """Sign with one of a person's keys: with ``key_file``, else through the agent, else with a key of ``~/.ssh``.

    Raises CannotRun with the reason where none of that works. ssh-keygen asks for a passphrase itself.
    """
    if key_file is not None:
        armor, reason = _try(message, key_file)
        if armor and verified_by(message, armor, keys) is None:
            raise CannotRun(
                f"{key_file} 不是 people.csv 里登记的这个人的密钥，没有记下。请换成登记的那一把，或先更新 people.csv"
            )
        if armor:
            return armor
        raise CannotRun(f"用 {key_file} 签不了名（{reason}）。请核对密钥文件和口令")
    reason = "people.csv 里没有登记公钥"
    with tempfile.TemporaryDirectory() as folder:
        for number, key in enumerate(keys):
            public = Path(folder, f"key{number}.pub")
            public.write_text(f"{key.line}\n", encoding="ascii")
            for file in (public, *_private_of(key)):
                armor, reason = _try(message, file)
                if armor and verified_by(message, armor, [key]) is not None:
                    return armor
    raise CannotRun(f"找不到可以签名的私钥（{reason}）。请用 --key 指明私钥文件，或先运行 ssh-add 把它交给 ssh-agent")


def _private_of(key: Key) -> list[Path]:
    """The private key files of the usual folder whose public half this is."""
    found = []
    for public in sorted(Path.home().joinpath(".ssh").glob("*.pub")):
        try:
            words = public.read_text(encoding="utf-8", errors="replace").split()
        except OSError:
            continue
        if words[:2] == key.line.split() and public.with_suffix("").is_file():
            found.append(public.with_suffix(""))
    return found


def _try(message: bytes, file: Path) -> tuple[str, str]:
    """A signature, or an empty string and why there is none."""
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(file), "-n", NAMESPACE]
    try:
        done = subprocess.run(
            command, input=message, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C"}
        )
    except FileNotFoundError:
        raise CannotRun(NEEDED) from None
    if done.returncode == 0:
        return done.stdout.decode("ascii", "replace"), ""
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return "", said[-1] if said else f"退出状态 {done.returncode}"
