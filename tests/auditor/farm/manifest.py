"""Reading manifest.toml: one record a labelled address."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import msgspec

MANIFEST = Path(__file__).with_name("manifest.toml")


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One address, how it answers, and the reason code that is true of it.

    ``near`` names the code that a careless checker would give. ``expect`` is the truth: ``ok`` for what readers can
    use. The answer is a page of ``title`` and ``text``, or ``bytes`` (Latin-1), with ``status``, ``type`` and
    ``headers``; a redirect ``to``; or what the function ``act`` of servers.py does. Without any it answers nothing of
    its own: the host's ``otherwise``, or no host at all, decides.
    """

    url: str
    expect: str
    near: str = ""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    title: str = ""
    text: str = ""
    bytes: str | None = None
    headers: dict[str, str] = {}
    to: str = ""
    act: str = ""

    @property
    def answers(self) -> bool:
        """Whether the address has an answer of its own."""
        return bool(self.title or self.text or self.to or self.act or self.bytes is not None or self.status != 200)


class Host(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One origin of the farm. ``otherwise`` is how it answers for what no case names: a function of servers.py.

    ``certificate`` names one of certificates.py for an https origin (without one it speaks plain text); ``served`` is
    the loopback address; ``robots`` is the text of robots.txt, or the status it is answered with.
    """

    origin: str
    otherwise: str = "not_found"
    certificate: str = ""
    served: str = "127.0.0.1"
    robots: str = ""


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All hosts and cases."""

    hosts: tuple[Host, ...]
    cases: tuple[Case, ...]


def read_manifest(path: Path = MANIFEST) -> Manifest:
    """The manifest. A table ``[[group]]`` lays its keys under each of its ``cases``."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    cases: list[dict[str, Any]] = []
    for group in raw.pop("group"):
        common = {key: value for key, value in group.items() if key != "cases"}
        cases += [common | case for case in group["cases"]]
    return msgspec.convert({"hosts": raw["hosts"], "cases": cases}, Manifest)
