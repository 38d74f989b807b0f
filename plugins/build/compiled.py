"""Templates compiled before, so that a build that makes three pages does not compile ten templates for them."""

from __future__ import annotations

import io
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from plugins.build.keep import keep_whole, read_whole

_PREFIX = 12
"""Characters of the stamp that name its files; those of other stamps are taken away."""


class CompiledTemplates(BytecodeCache):
    """Jinja's cache of compiled templates in a folder of ours. Jinja compares the template's text; ``stamp`` stands for
    the code and the settings, and a file that was damaged is compiled again."""

    def __init__(self, folder: Path, stamp: str) -> None:
        self.folder, self.stamp = folder, stamp
        self._swept = False

    def _file(self, bucket: Bucket) -> Path:
        name = blake2b(f"{self.stamp} {bucket.key}".encode(), digest_size=12).hexdigest()
        return self.folder / f"{self.stamp[:_PREFIX]}-{name}.bin"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, or leave it empty."""
        data = read_whole(self._file(bucket))
        if data is not None:
            bucket.load_bytecode(io.BytesIO(data))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the bucket. A disk that refuses is not told."""
        file = self._file(bucket)
        if not self._swept:
            self._swept = True
            with suppress(OSError):
                for old in self.folder.iterdir():
                    if not old.name.startswith(self.stamp[:_PREFIX]):
                        old.unlink()
        stream = io.BytesIO()
        bucket.write_bytecode(stream)
        keep_whole(file, stream.getvalue())
