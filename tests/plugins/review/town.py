"""A small site under review: people with real keys made for the test, and the ways to approve."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from plugins.build.problems import CannotRun, ContentErrors
from plugins.desk.cli import desk as command_line
from tests.plugins.small_site import SITE, document, portal, write_site

PEOPLE = {
    "cao": ("采编岗", "editor", "2026-01-01", ""),
    "chu": ("初审岗", "初审", "2026-01-01", ""),
    "fu": ("复审岗", "复审", "2026-01-01", ""),
    "zhong": ("终审岗", "终审", "2026-01-01", ""),
    "duo": ("多能岗", "初审 复审 终审", "2026-01-01", ""),
    "lao": ("离任岗", "初审", "2026-01-01", "2026-06-30"),
    "cun": ("村务岗", "终审@villages", "2026-01-01", ""),
    "dengji": ("登记岗", "登记", "2026-01-01", ""),
    "lingdao": ("分管领导", "终审 签发", "2026-01-01", ""),
}
"""Id → name, roles, from, to."""
MONDAY = "2026-11-16T09:00:00+08:00"
POLICY = "zwgk/gfxwj/gfxwj-1.md"


@functools.cache
def keys() -> Path:
    """A folder with a key pair for each person, and one of nobody (``fremd``). It goes with the process."""
    folder = Path(tempfile.mkdtemp(prefix="review-keys-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in (*PEOPLE, "fremd"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", folder / name], check=True)
    return folder


def public(name: str) -> str:
    """A person's public key, as people.csv has it."""
    return (keys() / f"{name}.pub").read_text().rsplit(" ", 1)[0]


def people(**changed: str) -> str:
    """people.csv; ``changed`` replaces whole rows, or (empty) leaves one out."""
    rows = {
        id_: f"{id_},{name},czj,{roles},{'' if id_ == 'lingdao' else public(id_)},{first},{last}"
        for id_, (name, roles, first, last) in PEOPLE.items()
    }
    rows.update(changed)
    return "\n".join(["id,name,unit,roles,key,from,to", *filter(None, rows.values()), ""])


def policy(**fields: str) -> str:
    """An open document with all it needs."""
    return document(
        **{
            "id": "gfxwj-1",
            "type": "policy",
            "title": "明川县用水管理办法",
            "published": "2026-11-16 10:00",
            "index_no": "009990020/2026-00021",
            "written": "2026-11-10",
            "topic": "综合政务",
            "validity": "有效",
            "editor": "采编岗",
            "openness": "主动公开",
            "secrecy_review": "{by: 保密岗, on: 2026-11-12}",
            "body": "一、每户每月用水12吨以内，按每吨2.5元收取。\n\n二、逾期不缴的，加收滞纳金。\n",
            **fields,
        },
    )


def town(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """The content folder of a site where reviews began on 2026-11-01 and one policy waits for its own."""
    return write_site(
        folder,
        {
            "site.toml": SITE + "review_since = 2026-11-01\n",
            "people.csv": people(),
            POLICY: policy(),
            **(files or {}),
        },
    )


@dataclass(frozen=True)
class Done:
    """What a command said and how it ended."""

    returncode: int
    stdout: str
    stderr: str = ""


def approve(
    content: Path, person: str, *options: str | Path, path: str = POLICY, now: str = MONDAY, key: str = ""
) -> Done:
    """``desk approve`` by one person, with the person's key."""
    return run(
        "approve", content / path, "--content", content, "--person", person, "--key", keys() / (key or person),
        "--now", now, *options,
    )  # fmt: skip


def run(*arguments: str | Path) -> Done:
    """A command of ``desk`` in this process."""
    result = CliRunner().invoke(command_line, [str(argument) for argument in arguments])
    if isinstance(result.exception, CannotRun):
        return Done(2, result.stdout, str(result.exception))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


def approve_all(content: Path, path: str = POLICY) -> None:
    """Three steps by three people, an hour apart."""
    for hour, person in enumerate(("chu", "fu", "zhong"), 9):
        done = approve(content, person, path=path, now=f"2026-11-16T{hour:02}:00:00+08:00")
        assert done.returncode == 0, done.stdout + done.stderr


def produce(content: Path, now: str = "2026-11-16T15:00:00+08:00") -> Done:
    """A production build at a time, into ``output`` beside the content, in this process."""
    try:
        return Done(0, str(portal(content, content.parent / "output", NOW=now, PRODUCTION=True).build()))
    except ContentErrors as error:
        return Done(1, "", str(error))


def ledger(content: Path) -> list[Path]:
    """The files of the ledger."""
    return sorted((content / "_registry/reviews").rglob("*.review"))


def git(folder: Path, *arguments: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    """git, as nobody in particular and with no settings of this machine."""
    home = {"HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}
    home |= {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    who = ["-c", "user.name=tester", "-c", "user.email=tester@mingchuan.example", "-c", "init.defaultBranch=main"]
    return subprocess.run(
        [shutil.which("git") or "git", *who, *map(str, arguments)],
        cwd=folder, env=home, capture_output=True, text=True, check=check,
    )  # fmt: skip
