"""The generator: reads an edition, renders its pages. Pelican calls the two halves; the gate stands between them."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, TemplateError, TemplateSyntaxError
from pelican import signals
from pelican.generators import ArticlesGenerator, PagesGenerator

from plugins.build.edition import Edition, read_edition
from plugins.build.pages import Sheet, every_page
from plugins.build.problems import CannotRun, Problem, suggestion
from plugins.build.stage import Stage


class EditionGenerator(ArticlesGenerator):  # type: ignore[misc]
    """Pelican's articles generator with its reading and writing replaced.

    ``portal`` is the Portal that runs it. After ``generate_context`` plugins find the Edition in ``edition``.
    """

    portal: Any
    edition: Edition

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Pelican falls back on its "simple" theme: a template we lack must be an error, not somebody else's page.
        self.env.loader = FileSystemLoader(str(Path(self.theme) / "templates"))

    def generate_context(self) -> None:
        """Read everything; hand the problems to the portal. Plugins that judge may add theirs on the signal."""
        settings = self.settings
        self.edition = read_edition(
            Path(self.path), settings["NOW"], production=settings["PRODUCTION"], workers=settings["JOBS"]
        )
        self.portal.problems.extend(self.edition.problems)
        self.portal.problems.extend(self._missing_templates())
        signals.article_generator_finalized.send(self)

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
        """Render every page into the stage, then let the plugins add their files. ``writer`` None: only checking."""
        if writer is None:
            return
        for sheet in every_page(self.edition):
            writer.put(sheet.path, self._render(sheet))
        signals.article_writer_finalized.send(self, writer=writer)

    def _render(self, sheet: Sheet) -> str:
        """The page. Raises CannotRun with the template's line where the template is at fault."""
        try:
            return str(self.env.get_template(sheet.template).render(sheet.values))
        except TemplateError as error:
            what = f"{_place(error) or sheet.template}: 模板出错，网页 {sheet.path} 没有生成（{error}）"
            cure = "请改正模板；栏目的 column.toml 里写了 template 的，请核对它是不是栏目用的模板"
            raise CannotRun(f"{what}。{cure}") from error


def _place(error: TemplateError) -> str:
    """File and line of the template at fault; empty where nothing tells."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename}:{error.lineno}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".html")]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""


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
