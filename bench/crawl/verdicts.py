"""Who is right: what a tool reported, beside the manifest of what is wrong in the site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from bench.crawl.corpus import Manifest
from bench.crawl.engine import address

SHOWN = 10


@dataclass(frozen=True)
class Right:
    """Dead addresses and places found and missed, and addresses called broken that are not. The lists are whole."""

    dead: int
    missed: tuple[str, ...]
    anchors: int
    anchors_missed: tuple[str, ...]
    false: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """For the results file; long lists are cut, their lengths are told."""
        counts = {f"{name}_count": len(getattr(self, name)) for name in ("missed", "anchors_missed", "false")}
        return asdict(self) | counts | {
            name: list(getattr(self, name)[:SHOWN]) for name in ("missed", "anchors_missed", "false")
        }  # fmt: skip


def judge(manifest: Manifest, reported: Iterable[str]) -> Right:
    """Compare. A redirect may be reported by its own address or by the one where it ends."""
    said = {manifest.lands.get(one, one) for one in map(address, reported)}
    dead = {address(one) for one in manifest.dead}
    anchors = {address(one) for one in manifest.dead_anchors}
    return Right(
        dead=len(said & dead),
        missed=tuple(sorted(dead - said)),
        anchors=len(said & anchors),
        anchors_missed=tuple(sorted(anchors - said)),
        false=tuple(sorted(said - dead - anchors)),
    )
