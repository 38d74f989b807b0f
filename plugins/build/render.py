"""From a Spec to bytes, with the note of what was read; in this process or in several, the same bytes."""

from __future__ import annotations

import os
import re
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, TemplateError, TemplateSyntaxError

from plugins.build.edition import Edition
from plugins.build.facts import Digest, digest
from plugins.build.forked import run_or_say
from plugins.build.kinds import Copy, Kind, Sheet
from plugins.build.pages import Spec
from plugins.build.problems import CannotRun
from plugins.build.stage import Stage
from plugins.build.view import Fragments, View

_REFERENCE = re.compile(r"{%[-+]?\s*(?:extends|include|import|from)\b(.*?)[-+]?%}", re.DOTALL)
_NAMED = re.compile(r"\s*([\"'])([^\"']+)\1(?:\s+(?:import|as|ignore|with|without)\b.*)?\s*", re.DOTALL)


class Result(NamedTuple):
    """A page that was made: digest of its bytes, whether they are new, what it read (numbers of facts, names where one
    has none), its template, the time it took."""

    path: str
    digest: str
    staged: bool
    reads: tuple[int | str, ...]
    template: str
    seconds: float


class Renderer:
    """Makes the pages of one edition."""

    def __init__(self, edition: Edition, env: Environment, kinds: Sequence[Kind]) -> None:
        self.edition, self.env = edition, env
        self.contents = edition.contents
        self.kinds = {kind.name: kind for kind in kinds}
        self.fragments = Fragments(self.render)

    def make(self, spec: Spec) -> tuple[bytes | Path, tuple[str, ...], str]:
        """The page's bytes or the file it is a copy of, the facts it read, its template (empty without one)."""
        kind = self.kinds[spec.kind]
        view = View(self.contents, kind, self.fragments)
        self.edition.making = spec.path
        try:
            made = kind.make(view, spec.argument)
            template = made.template if isinstance(made, Sheet) else ""
            if isinstance(made, Sheet):
                made = self.render(view, made)
        finally:
            self.edition.making = ""
            view.close()
        if isinstance(made, Copy):
            return made.source, tuple(view.reads), ""
        return made.encode() if isinstance(made, str) else made, tuple(view.reads), template

    def render(self, view: View, sheet: Sheet) -> str:
        """A template with its values. Raises CannotRun with the template's line where the template is at fault."""
        view.note(f"template:{sheet.template}")
        try:
            return str(self.env.get_template(sheet.template).render(sheet.values))
        except TemplateError as error:
            what = f"{_place(error) or sheet.template}: 模板出错，网页 {self.edition.making} 没有生成（{error}）"
            cure = "请改正模板；栏目的 column.toml 里写了 template 的，请核对它是不是栏目用的模板"
            raise CannotRun(f"{what}。{cure}") from error


def _place(error: TemplateError) -> str:
    """File and line of the template at fault; empty where nothing tells."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename}:{error.lineno}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".html")]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""


def template_facts(folder: Path) -> dict[str, Digest]:
    """A fact for every template below ``folder``: its text and that of all it extends, includes or imports."""
    texts: dict[str, bytes] = {}
    for place, _, names in os.walk(folder, followlinks=True):  # as Jinja's loader finds them
        for file in (Path(place, name) for name in names):
            if file.is_file():
                texts[file.relative_to(folder).as_posix()] = file.read_bytes()
    texts = dict(sorted(texts.items()))
    whole = digest(texts)
    refers: dict[str, set[str] | None] = {}
    for name, text in texts.items():
        found: set[str] | None = set()
        for said in _REFERENCE.findall(text.decode("utf-8", errors="replace")):
            # A name that is computed could be any template.
            named = _NAMED.fullmatch(said)
            found = found | {named[2]} if named and found is not None else None
        refers[name] = found
    facts: dict[str, Digest] = {}
    for name in texts:
        reached: set[str] = set()
        waiting = [name]
        anything = False
        while waiting:
            here = waiting.pop()
            if here in reached or here not in texts:
                reached.add(here)
                continue
            reached.add(here)
            if (more := refers[here]) is None:
                anything = True
                break
            waiting += more
        closure = [(each, texts.get(each, b"")) for each in sorted(reached)]
        facts[f"template:{name}"] = whole if anything else digest(closure)
    return facts


_work: tuple[Renderer, Stage, Mapping[str, int]] | None = None
"""What forked workers inherit."""


def render_all(
    renderer: Renderer, stage: Stage, specs: Sequence[Spec], numbers: Mapping[str, int], workers: int
) -> Iterator[Result]:
    """Make the pages and stage those whose bytes are new; results in the order of ``specs``. ``numbers`` are those of
    the facts: names take long to send from process to process."""
    global _work  # noqa: PLW0603 - forked processes find it here
    _work = (renderer, stage, numbers)
    lots = [specs[start : start + 24] for start in range(0, len(specs), 24)]
    try:
        for results in run_or_say(_render_lot, lots, workers):
            yield from results
    finally:
        _work = None


def _render_lot(specs: Sequence[Spec]) -> list[Result]:
    assert _work is not None
    renderer, stage, numbers = _work
    renderer.contents.library.look_ahead(argument for _, kind, argument in specs if kind == "document")
    found = []
    for path, kind, argument in specs:
        started = time.perf_counter()
        data, reads, template = renderer.make(Spec(path, kind, argument))
        if isinstance(data, Path):
            told, staged = stage.bring(path, data)
        else:
            told = blake2b(data, digest_size=16).hexdigest()
            staged = stage.write(path, data, told)
        read = tuple(numbers.get(name, name) for name in reads)
        found.append(Result(path, told, staged, read, template, time.perf_counter() - started))
    return found
