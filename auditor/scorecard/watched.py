"""What a monitoring of availability (``auditor watch``) came to for a site: the evidence for 站点无法访问."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

import msgspec

from auditor.errors import BadInput, why_not
from auditor.model import Watched
from auditor.watch.records import Availability

RECORDS = "watch.json"


class _Plan(msgspec.Struct):
    start: str
    end: str


class _Records(msgspec.Struct):
    """What is read of watch.json."""

    schema_version: int
    now: str
    plan: _Plan
    sites: tuple[Availability, ...]


def read_watched(folder: Path, site: str) -> Watched | None:
    """The site's line in the folder of ``auditor watch``; None where it was not among the sites.

    ``site`` is the canonical address of the home page. Raises BadInput where there are no records.
    """
    path = folder / RECORDS if folder.is_dir() else folder
    try:
        records = msgspec.json.decode(path.read_bytes(), type=_Records)
    except OSError as error:
        raise BadInput(f"读不到监测记录 {path}：{why_not(error)}", "请给出 auditor watch 的 --out 文件夹") from error
    except msgspec.DecodeError as error:
        raise BadInput(f"{path} 不是本工具的监测记录（{error}）", "请给出 auditor watch 的 --out 文件夹") from error
    found = next((one for one in records.sites if _same(one.url, site)), None)
    if found is None:
        return None
    evidence = (found.url, records.plan.start, str(found.opened), str(found.failed))
    return Watched(
        fingerprint=blake2b("\x1f".join(("V2", *evidence)).encode(), digest_size=10).hexdigest(),
        state=found.state,
        opened=found.opened,
        failed=found.failed,
        share=found.share,
        since=records.plan.start,
        until=min(records.now, records.plan.end),
    )


def _same(one: str, other: str) -> bool:
    def key(url: str) -> str:
        return url.partition("://")[2].rstrip("/").lower()

    return key(one) == key(other)
