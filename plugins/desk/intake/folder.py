"""``desk import folder``: a folder 村/季度/事项 becomes documents of the villages, all of them or none.

Every file is given its place, read and judged before anything is written; documents are made one by one, so that a
county's folder needs no more memory than a village's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from plugins.build.body import convert
from plugins.build.front_matter import read_front_matter
from plugins.build.problems import CannotRun
from plugins.catalogue import VILLAGES
from plugins.content_types import key_names, load_types
from plugins.desk.intake.accounts import rows_of, settle_accounts
from plugins.desk.intake.affair import Affair, Target, is_looked_at, make, text_of_document
from plugins.desk.intake.groups import group, sort_out
from plugins.desk.intake.known import Record, Standing
from plugins.desk.intake.look import Asked, Eyes
from plugins.desk.intake.paths import Sent, walk
from plugins.desk.intake.run import OCR_SECONDS, OCR_SECONDS_TRYING, Run, Wanted, put, report
from plugins.desk.intake.splitting import Hint
from plugins.desk.intake.told import Bad
from plugins.desk.intake.writing import Stage, staging
from plugins.desk.part import Headers, read_document, read_headers
from plugins.desk.workplace import cache_folder, last_build
from plugins.privacy_gate import in_document
from standards.village_rhythm import in_words


def import_folder(folder: Path, content: Path, wanted: Wanted, now: str) -> tuple[str, bool]:
    """Import everything or nothing. The report, and whether every file could be used; raises CannotRun."""
    headers = read_headers(content, now, known=lambda year: last_build(content, year))
    if not headers.villages.by_id or not headers.villages.items:
        raise CannotRun("villages.csv 或 catalogue.toml 里还没有内容。请先建好村的表（desk import villages）和公开目录")
    walked = walk(folder)
    run = Run(bad=list(walked.bad))
    if not walked.files and not walked.bad:
        return f"{folder} 里没有可以导入的文件。请按 村/季度/事项 放好", False
    groups, tables = sort_out(walked, headers, wanted, run)
    affairs = list(group(groups, Record(headers), headers, wanted, run))
    settled = settle_accounts(tables, headers, replacing=wanted.replace)
    run.take(settled)
    eyes = Eyes(headers.now.year, OCR_SECONDS_TRYING if wanted.dry_run else OCR_SECONDS, cache_folder(content))
    if wanted.dry_run:
        _look_at_tables(tables, eyes, run)
        _make_all(affairs, headers, eyes, wanted, run, None)
        run.rows += rows_of(settled, headers, run.unfit)
        written = False
    else:
        with staging(content) as stage:
            _look_at_tables(tables, eyes, run)
            _make_all(affairs, headers, eyes, wanted, run, stage)
            run.rows += rows_of(settled, headers, run.unfit)
            for one in settled.new:
                if one.source not in run.unfit:
                    put(stage, {one.path: one.data})
            written = bool(run.rows) and (not run.bad or wanted.skip_bad)
            if written:
                stage.commit()
    return report(run, walked, eyes, wanted, written=written), not run.bad


def _look_at_tables(tables: Sequence[tuple[Sent, Hint]], eyes: Eyes, run: Run) -> None:
    asked = [Asked(sent.incoming.file, f"files/{sent.stem}{sent.suffix}", "") for sent, _ in tables]
    for (sent, _), looked in zip(tables, eyes.look(asked), strict=True):
        run.judge(sent.shown, looked.verdict)


def _make_all(  # noqa: PLR0917 - what a run has
    affairs: Sequence[tuple[Affair, Standing]],
    headers: Headers,
    eyes: Eyes,
    wanted: Wanted,
    run: Run,
    stage: Stage | None,
) -> None:
    """Each document made, judged, and put on the stage, where there is one; children look ahead meanwhile."""
    kind = load_types()["village_affair"]
    asked = [
        Asked(sent.incoming.file, f"files/{sent.stem}{sent.suffix}", affair.usual_title)
        for affair, _ in affairs
        for sent in affair.sent
        if is_looked_at(sent)
    ]
    looks = eyes.look(asked)
    for affair, standing in affairs:
        looked = {sent.shown: next(looks) for sent in affair.sent if is_looked_at(sent)}
        target = Target(headers, kind, standing.id, _published(headers, standing), draft=not wanted.publish)
        make(affair, target, looked, eyes)
        new = f"{VILLAGES}/{affair.address.village.id}/{target.id}.md"
        path = standing.path if standing.what == "replace" else new
        text = text_of_document(affair, target)
        affair.bad += _document_faults(affair, target, path, text)
        files = {**affair.files, path: text.encode()}
        affair.bad += _occupied(affair, files, headers, standing)
        if affair.bad:
            run.bad += affair.bad
            run.left += [sent.shown for sent in affair.sent]
        else:
            run.rows.append(_row(affair, headers.tree.shown(path), standing, wanted))
            run.notes += affair.notes
            if stage is not None:
                put(stage, files)
        affair.files.clear()
        affair.blocks.clear()


def _published(headers: Headers, standing: Standing) -> str:
    """Now; of a document that is replaced its own time."""
    return standing.article.published if standing.article else f"{headers.now:%Y-%m-%d %H:%M}"


def _document_faults(affair: Affair, target: Target, path: str, text: str) -> Iterator[Bad]:
    """What the build would refuse of the document itself."""
    first = affair.sent[0].shown
    tree = target.headers.tree
    front, _ = read_front_matter(text, path, key_names())
    if front is None:
        yield Bad(first, "", "文件名里有写不进文件头的字符", "请用中文、字母和数字命名文件")
        return
    source = read_document(tree, path, text)
    body = convert(front.body, front.end_line + 1, path, source.shown, "")
    for problem in (*source.problems, *body.problems):
        if target.draft and problem.what.startswith("缺少“"):
            continue
        yield Bad(first, "", f"正文：{problem.what}" if problem in body.problems else problem.what, problem.cure)
    if not affair.bad:
        for find, *_ in in_document(replace(source, body=body), text, target.headers.now.year, phones=False):
            if find.certain:
                yield Bad(first, "", find.what, find.cure)


def _occupied(affair: Affair, files: dict[str, bytes], headers: Headers, standing: Standing) -> Iterator[Bad]:
    """Nothing that is there is overwritten, but for what is replaced."""
    for path, data in files.items():
        file = headers.tree.root / path
        if standing.what == "new" and file.exists() and file.read_bytes() != data:
            what = f"{headers.tree.shown(path)} 已经存在，内容不同，没有改动它"
            yield Bad(affair.sent[0].shown, "", what, "请核对那个文件，移走后再导入")


def _row(affair: Affair, shown: str, standing: Standing, wanted: Wanted) -> tuple[str, ...]:
    address = affair.address
    period = in_words(address.period) if address.period else "—"
    how = "替换" if standing.what == "replace" else "公开" if wanted.publish else "草稿"
    names = "、".join(sent.shown for sent in affair.sent)
    return address.village.name, period, address.item.name, f"{names} → {shown}（{how}）"
