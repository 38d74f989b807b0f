"""The people of people.csv as a review sees them: which roles where, with which keys, from when to when."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from standards.calendar import BEIJING, add_working_days

KEY_TYPES = (
    "ssh-ed25519",
    "sk-ssh-ed25519@openssh.com",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ssh-rsa",
)
_SHORTEST_RSA = 2048 // 8
_OPTION = re.compile(r'(valid-after|valid-before)="([0-9]{8}|[0-9]{12}|[0-9]{14})"')


@dataclass(frozen=True)
class Key:
    """A public key: its type, its bytes, and the times between which its signatures count (None: no limit)."""

    type: str
    blob: bytes
    after: datetime | None = None
    before: datetime | None = None

    @property
    def line(self) -> str:
        """As a public key file has it."""
        return f"{self.type} {base64.b64encode(self.blob).decode()}"

    def counts(self, at: datetime) -> bool:
        """Whether it may sign at this time."""
        return (self.after is None or self.after <= at) and (self.before is None or at < self.before)


@dataclass(frozen=True)
class Role:
    """A role, and where it is held: below a column's path, for a unit's documents, or everywhere (empty)."""

    name: str
    where: str = ""

    def covers(self, folder: str, publisher: str) -> bool:
        """Whether it is held for a document in this folder, published by the unit of this id."""
        return not self.where or self.where == publisher or f"{folder}/".startswith(f"{self.where}/")


@dataclass(frozen=True)
class Person:
    """A row of people.csv. ``first`` and ``last`` are the days of service, both included; None is without limit."""

    id: str
    name: str
    unit: str = ""
    roles: tuple[Role, ...] = ()
    keys: tuple[Key, ...] = ()
    first: date | None = None
    last: date | None = None

    def serves(self, at: datetime) -> bool:
        """Whether the person is in office on that day."""
        day = at.astimezone(BEIJING).date()
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def keys_at(self, at: datetime) -> tuple[Key, ...]:
        """The keys that may sign at this time."""
        return tuple(key for key in self.keys if key.counts(at))


def read_roles(text: str) -> tuple[Role, ...]:
    """``初审 终审@zwgk/zfxxgk``: roles apart by ``|``, ``;``, ``、`` or blanks, each with an optional place."""
    found = []
    for word in re.split(r"[|;；、\s]+", text.strip()):
        if word:
            name, _, where = word.partition("@")
            found.append(Role(name, where.strip("/")))
    return tuple(found)


def read_keys(text: str) -> tuple[Key, ...]:
    """Public keys apart by ``;``, each with the options of OpenSSH's allowed signers. Raises ValueError: why not."""
    return tuple(_key(part.strip()) for part in re.split(r"[;；]", text) if part.strip())


def _key(text: str) -> Key:
    if "PRIVATE KEY" in text:
        raise ValueError("这是私钥，不能写进表格，并且必须马上作废")
    words = text.split()
    limits: dict[str, datetime] = {}
    if words and words[0].startswith("valid-"):
        for option in words.pop(0).split(","):
            told = _OPTION.fullmatch(option)
            if told is None:
                raise ValueError(f'“{option}”不对，应写成 valid-before="20260801" 的样子')
            limits[told[1]] = _time(told[2])
    if len(words) < 2 or words[0] not in KEY_TYPES:
        raise ValueError("应是 .pub 文件里的一行，例如 ssh-ed25519 AAAA……")
    try:
        blob = base64.b64decode(words[1], validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("公钥不完整，请从 .pub 文件重新复制") from None
    kind, rest = take_string(blob)
    if kind.decode("ascii", "replace") != words[0] or (words[0] == "ssh-ed25519" and len(rest) != 36):
        raise ValueError("公钥不完整，请从 .pub 文件重新复制")
    if words[0] == "ssh-rsa" and len(take_string(take_string(rest)[1])[0]) < _SHORTEST_RSA:
        raise ValueError("RSA 密钥太短，请换成 ssh-ed25519")
    return Key(words[0], blob, limits.get("valid-after"), limits.get("valid-before"))


def _time(digits: str) -> datetime:
    form = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}[len(digits)]
    try:
        return datetime.strptime(digits, form).replace(tzinfo=BEIJING)
    except ValueError:
        raise ValueError(f"没有“{digits}”这个日期") from None


def take_string(data: bytes) -> tuple[bytes, bytes]:
    """SSH's ``string``: its bytes, and what comes behind it. Raises ValueError where it is cut off."""
    size = int.from_bytes(data[:4], "big")
    if len(data) < 4 or len(data) < 4 + size:
        raise ValueError("公钥不完整，请从 .pub 文件重新复制")
    return data[4 : 4 + size], data[4 + size :]


def read_day(text: str) -> date:
    """A day of ``from`` or ``to``. Raises ValueError."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(text)
    return date.fromisoformat(text)


def end_of_working_day(at: datetime, days: int) -> datetime:
    """The end of the ``days``-th working day behind ``at``."""
    last = add_working_days(at.astimezone(BEIJING).date(), days)
    return datetime.combine(last + timedelta(days=1), datetime.min.time(), BEIJING)
