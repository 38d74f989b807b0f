"""The generator: reads an edition, makes its pages. Pelican calls the two halves; the gate stands between them.

Plugins take part here. On ``article_generator_init`` they may add gates, on ``article_generator_finalized`` they may
judge (``portal.problems``) and say which pages they make (``add_pages``, ``add_facts``): see docs/architecture.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader
from pelican import signals
from pelican.generators import ArticlesGenerator, PagesGenerator

from plugins.build.compiled import CompiledTemplates
from plugins.build.edition import Edition, read_edition
from plugins.build.engine import Work, write_pages
from plugins.build.facts import Digest, facts_of
from plugins.build.kinds import Kind
from plugins.build.moments import decide_now
from plugins.build.pages import KINDS, Spec, every_page
from plugins.build.problems import Problem, suggestion
from plugins.build.render import Renderer, template_facts
from plugins.build.reworded import Before, reword
from plugins.build.stage import Stage


class EditionGenerator(ArticlesGenerator):  # type: ignore[misc]
    """Pelican's articles generator with its reading and writing replaced.

    ``portal`` is the Portal that runs it. After ``generate_context`` plugins find the Edition in ``edition``. ``gates``
    are dotted names of ``source.Gate`` functions, which judge each document once, where it is parsed.
    """

    portal: Any
    edition: Edition
    work: Work

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.gates: list[str] = []
        self.kinds: list[Kind] = list(KINDS)
        self.specs: list[Spec] = []
        self.fronts: dict[str, str] = {}
        self.facts: dict[str, Digest] = {}
        self._known: Before | None = None
        super().__init__(*args, **kwargs)
        # Pelican falls back on its "simple" theme: a template we lack must be an error, not somebody else's page.
        self.templates = Path(self.theme) / "templates"
        self.env.loader = FileSystemLoader(str(self.templates))
        if (cache := self.portal.cache) is not None:
            self.env.bytecode_cache = CompiledTemplates(cache.folder / "templates", cache.stamp)

    def generate_context(self) -> None:
        """Read everything; hand the problems to the portal. Plugins that judge may add theirs on the signal."""
        settings, clock = self.settings, self.portal.clock
        with clock("读内容"):
            if self._reword():
                return
            self.edition = read_edition(
                Path(self.path),
                settings["NOW"],
                settings["PRODUCTION"],
                settings["JOBS"],
                self.portal.cache,
                tuple(self.gates),
                self.portal.tree,
                self.portal.changed,
                self.portal.scanned,
            )
        self.portal.scanned = None
        self.portal.tree = self.edition.tree if self.portal.live else None
        self.portal.problems.extend(self.edition.problems)
        self.portal.problems.extend(self._missing_templates())
        with clock("插件检查"):
            signals.article_generator_finalized.send(self)

    def _reword(self) -> bool:
        """Take over what the last build of this process knew, where only the texts of documents were changed since."""
        before: Before | None = self.portal.before
        self.portal.before = None
        if before is None or not self.portal.changed:
            return False
        now = decide_now(self.settings["NOW"], before.contents.site, production=self.settings["PRODUCTION"])
        found = reword(before, self.portal.changed, f"{now:%Y-%m-%d %H:%M}")
        if found is None:
            return False
        self.edition, facts = found
        self.kinds = list(before.kinds)
        self.portal.tree = self.edition.tree
        self.portal.problems.extend(self.edition.problems)
        self._known = replace(before, contents=self.edition.contents, facts=facts)
        return True

    def add_pages(self, kind: Kind, pages: Iterable[tuple[str, Any]]) -> None:
        """Have pages made: each a path below the output and the argument ``kind.make`` is called with."""
        self.kinds.append(kind)
        self.specs += [Spec(path, kind.name, argument) for path, argument in pages]

    def add_column_pages(self, template: str, kind: Kind) -> None:
        """Have the first page of every column that asks for this template made by ``kind``, called with the column's
        path."""
        self.kinds.append(kind)
        self.fronts[template] = kind.name

    def add_facts(self, facts: Mapping[str, Digest]) -> None:
        """Name what the plugin's own pages read beyond the site's facts: a name with its kind before a colon."""
        self.facts.update(facts)

    def _missing_templates(self) -> list[Problem]:
        """Columns that ask for a template the theme does not have."""
        have = set(self.env.list_templates())
        tree = self.edition.tree
        return [
            Problem(
                tree.shown(f"{column.path}/column.toml"),
                0,
                0,
                f"主题里没有模板“{column.template}”",
                suggestion(column.template, have) + "请改正 template，或删去这一行",
            )
            for column in self.edition.catalogue.by_path.values()
            if column.template not in have
        ]

    def check_disabled_readers(self) -> None:
        """Pelican's walks the content folder again, through symbolic links."""

    def refresh_metadata_intersite_links(self) -> None:
        """Links are resolved already."""

    def generate_output(self, writer: Stage | None) -> None:
        """Make every page that has to be made, into the stage. ``writer`` None: only checking."""
        if writer is None:
            return
        clock = self.portal.clock
        with clock("对照上次"):
            if self._known is None:
                facts = {**facts_of(self.edition.contents), **template_facts(self.templates), **self.facts}
                specs = [*every_page(self.edition.contents, self.fronts), *self.specs]
                self._known = Before(self.edition.contents, specs, facts, self.kinds)
            facts, specs = self._known.facts, list(self._known.specs)
        with clock("生成网页"):
            self.work = write_pages(
                specs,
                facts,
                Renderer(self.edition, self.env, self.kinds),
                writer,
                self.portal.state,
                self.settings["JOBS"],
                self.portal.progress,
                self.portal.marks_now(),
            )
        if self.portal.live:
            self.portal.before = self._known
        signals.article_writer_finalized.send(self, writer=writer)


class NoPages(PagesGenerator):  # type: ignore[misc]
    """Pelican's last line counts pages, so one generator of that class must be there. It makes none."""

    def generate_context(self) -> None:
        """Nothing to read."""

    def check_disabled_readers(self) -> None:
        """Nothing to warn of."""

    def refresh_metadata_intersite_links(self) -> None:
        """No links."""

    def generate_output(self, writer: Stage | None) -> None:
        """Nothing to write."""
