"""``desk check``: the build's gates, then wording, privacy and what is still to be written."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from plugins.build.article import distil
from plugins.build.problems import Problem, report
from plugins.build.scan import Tree, scan
from plugins.build.source import Source
from plugins.desk.fix import fix_file
from plugins.desk.part import check_part, read_headers
from plugins.desk.remarks import Remark, of_file, of_table, of_text
from plugins.desk.workplace import look_for, open_portal
from plugins.privacy.files import judge_files, titles_of
from plugins.privacy.memory import Memory, recall
from plugins.privacy.verdict import Verdict
from plugins.village_finance.finances import village_tables


def check(files: Sequence[Path], content: Path, now: str) -> list[Remark]:
    """Everything to tell of ``files`` (of all documents where none is named), sorted by place. Raises CannotRun."""
    look_for(files, content)
    documents = [file for file in files if file.suffix == ".md" and file.is_file()]
    if files and len(documents) == len(files):
        return _check_documents(documents, content, now)
    portal = open_portal(content, NOW=now, JOBS=0)
    asked = [path for path in scan(content).documents if not files or _is_asked(content / path, files)]
    headers = read_headers(content, now, asked)
    wanted = [*files, *(content / table for table in headers.tables(asked))] if files else files
    problems = _among(portal.check(), wanted, content)
    notices = _among(portal._generator.edition.notices, files, content)
    sources = [headers.sources[path] for path in asked]
    memory = recall(Path(f"{os.path.realpath(portal.output_path)}.cache"), headers.now.year)
    tables = _tables(portal.edition)  # nobody attaches them, so all are looked at
    named = [path for path in tables if not files or _is_asked(content / path, files)]
    named += [path for path in headers.tree.files if files and _is_asked(content / path, files)]
    remarks = _remarks(sources, headers.tree, headers.now, memory, named)
    return _together(problems, [*remarks, *_asking(notices)])


def _tables(contents: Any) -> list[str]:
    """The disclosure tables of columns, and every table in the folder of a village."""
    found = [path for column in contents.books.by_column for path in contents.tree.tables.get(column, ())]
    return [*found, *(path for paths in village_tables(contents.tree).values() for path in paths)]


def fix(remarks: Iterable[Remark], files: Sequence[Path], content: Path, now: str) -> list[str]:
    """Make the certain mends in ``files`` (or all documents); what was changed, line by line."""
    headers = read_headers(content, now)
    by_path: dict[str, list[Remark]] = {}
    for remark in remarks:
        by_path.setdefault(remark.problem.path, []).append(remark)
    said = []
    for path in headers.tree.documents:
        if not files or _is_asked(content / path, files):
            shown = headers.tree.shown(path)
            mends = [remark.mend for remark in by_path.get(shown, ()) if remark.mend]
            said += fix_file(content / path, shown, mends)
    return said


def print_report(remarks: Sequence[Remark]) -> str:
    """One line a remark; the last lines count them."""
    if not remarks:
        return "没有发现问题"
    errors = [remark.problem for remark in remarks if remark.certain]
    notices = len(remarks) - len(errors)
    lines = [str(remark) for remark in remarks]
    if errors:
        lines.append(report(errors).rpartition("\n")[2])
    if notices:
        lines.append(f"提醒 {notices} 处，请核对；不影响生成网站。")
    return "\n".join(lines)


def _check_documents(files: Sequence[Path], content: Path, now: str) -> list[Remark]:
    """A few documents, without converting all the others."""
    asked = sorted({file.resolve().relative_to(content.resolve()).as_posix() for file in files})
    headers, problems, notices = check_part(content, now, asked)
    sources = [headers.sources[path] for path in asked if path in headers.sources]
    remarks = _remarks(sources, headers.tree, headers.now, Memory(year=headers.now.year))
    return _together(problems, [*remarks, *_asking(notices)])


def _asking(notices: Iterable[Problem]) -> list[Remark]:
    """What the build knows and does not stop for."""
    return [Remark(notice, False) for notice in notices]


def _remarks(
    sources: Sequence[Source], tree: Tree, now: datetime, memory: Memory, named: Iterable[str] = ()
) -> list[Remark]:
    """Of documents, and of the files that they or somebody named."""
    found: list[Remark] = []
    for source in sources:
        file = tree.root / source.path
        if file.is_file():
            found += of_text(file.read_bytes(), source, now)
    attached = sorted({*_attached(sources), *named})
    for path in attached:
        found += of_table(tree.root / path, tree.shown(path), now)
    checked = set(_attached([source for source in sources if source.fields and source.fields.checked_by]))
    lying = [path for path in attached if path in tree.stamps]
    titles = titles_of(article for source in sources if (article := distil(source)) is not None)
    for path, verdict in judge_files(tree, lying, memory, 0, math.inf, titles).items():
        seen = Verdict(verdict.told) if path in checked else verdict
        found += of_file(seen, tree.shown(path))
    return found


def _attached(sources: Iterable[Source]) -> list[str]:
    """The files that documents attach or link to."""
    paths = set()
    for source in sources:
        paths |= {attachment.file.lstrip("/") for attachment in source.fields.attachments} if source.fields else set()
        paths |= {link.target for link in source.body.links if link.kind == "file"} if source.body else set()
    return sorted(paths)


def _together(problems: Iterable[Problem], remarks: Iterable[Remark]) -> list[Remark]:
    """Sorted by place; what the gates and the remarks both say of a line is told once, with its column."""
    kept = {(r.problem.path, r.problem.line, r.problem.what): r for r in sorted(remarks, reverse=True)}
    for problem in problems:
        kept.setdefault((problem.path, problem.line, problem.what), Remark(problem, True))
    return sorted(kept.values(), key=lambda remark: (remark.problem, not remark.certain))


def _among(problems: Sequence[Problem], files: Sequence[Path], content: Path) -> list[Problem]:
    """The problems of the files and folders asked for; all of them when none was named."""
    place = content.resolve().parent
    return [problem for problem in problems if not files or _is_asked(place / problem.path, files)]


def _is_asked(place: Path, files: Sequence[Path]) -> bool:
    place = place.resolve()
    return any(place == file or file in place.parents for file in (asked.resolve() for asked in files))
