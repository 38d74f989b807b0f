"""What is known of files from earlier builds: ``files.bin`` in the cache folder. Lost or damaged, it costs time only.

A verdict is kept by the digest of a file's bytes, its name and the titles of its documents, under the version of the
rules; a file is known by its stamp, so that what did not change is not even opened.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

import msgspec

from plugins.build.keep import keep_whole, read_whole
from plugins.build.quick import TICK_NS
from plugins.build.scan import Stamp, Tree
from plugins.build.stamp import packages
from plugins.privacy.verdict import Verdict

FILE = "files.bin"
_RULES = ("plugins/privacy", "standards/documents")
_MORE = ("standards/privacy.py", "standards/household.py", "standards/numbers.py")
_PACKAGES = ("pypdf-", "lxml-", "pillow-", "olefile-")


class _Kept(msgspec.Struct, array_like=True):
    """``files`` by path below content/: stamp, what documents say of it, digest; ``verdicts`` by digest."""

    version: str
    files: dict[str, tuple[Stamp, str, str]]
    verdicts: dict[str, Verdict]


_decoder = msgspec.msgpack.Decoder(_Kept)


@dataclass
class Memory:
    """``folder`` is the build's cache folder; None: nothing is kept."""

    folder: Path | None = None
    year: int = 0
    version: str = ""
    files: dict[str, tuple[Stamp, str, str]] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    changed: bool = False

    def recall(self, tree: Tree, path: str, about: str) -> Verdict | None:
        """The verdict on a file that is as it was, and of which the same is said."""
        told = self.files.get(path)
        return self.verdicts.get(told[2]) if told is not None and told[:2] == (tree.stamps.get(path), about) else None

    def note(self, tree: Tree, path: str, about: str, digest: str, verdict: Verdict) -> None:
        """Remember."""
        if (stamp := tree.stamps.get(path)) is not None:
            self.files[path] = (stamp, about, digest)
            self.verdicts[digest] = verdict
            self.changed = True

    def save(self, tree: Tree, scanned_ns: int) -> None:
        """Keep it for the next build, but for what was changed in the instant it was read."""
        if self.folder is None or not self.changed:
            return
        settled = scanned_ns - TICK_NS
        files = {p: told for p, told in self.files.items() if p in tree.stamps and told[0][3] < settled}
        used = {digest for _, _, digest in files.values()}
        verdicts = {digest: verdict for digest, verdict in self.verdicts.items() if digest in used}
        keep_whole(self.folder / FILE, msgspec.msgpack.encode(_Kept(self.version, files, verdicts)))


def recall(folder: Path | None, year: int) -> Memory:
    """What the last build left, if it judged by the same rules in the same year."""
    version = f"{rules()} {year}"
    data = read_whole(folder / FILE) if folder is not None else None
    if data is not None:
        try:
            kept = _decoder.decode(data)
        except msgspec.MsgspecError:
            kept = None
        if kept is not None and kept.version == version:
            return Memory(folder, year, version, kept.files, kept.verdicts)
    return Memory(folder, year, version)


def rules() -> str:
    """A digest of the code that reads and judges files, and of the packages below it."""
    root = Path(__file__).parents[2]
    files = [file for folder in _RULES for file in sorted((root / folder).glob("*.py"))]
    digest = blake2b(digest_size=16)
    for file in (*files, *(root / name for name in _MORE)):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    digest.update("\n".join(name for name in packages() if name.lower().startswith(_PACKAGES)).encode())
    return digest.hexdigest()
