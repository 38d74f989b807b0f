"""``desk import folder``: a folder 村/季度/事项 becomes documents of the villages, all of them or none.

Every file is given its place, read and judged before anything is written; documents are made one by one, so that a
county's folder needs no more memory than a village's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from plugins.build.body import convert
from plugins.build.front_matter import read_front_matter
from plugins.build.problems import CannotRun
from plugins.catalogue import VILLAGES
from plugins.content_types import key_names, load_types
from plugins.desk.intake.accounts import holds_statements, kind_in, names_workbook, rows_of, settle_accounts
from plugins.desk.intake.address import Address, Gazetteer, address_of, place_of
from plugins.desk.intake.affair import Affair, Target, digest_of, is_looked_at, judged, make, text_of_document
from plugins.desk.intake.known import Record, Standing
from plugins.desk.intake.look import Asked, Eyes
from plugins.desk.intake.paths import SHEETS, TEXTS, WORD, Sent, Walked, walk
from plugins.desk.intake.splitting import Hint
from plugins.desk.intake.statements import Settled
from plugins.desk.intake.told import Bad, aligned, list_bad
from plugins.desk.intake.writing import Stage, staging
from plugins.desk.notices.folder import PICTURES
from plugins.desk.notices.incoming import Unusable, printable
from plugins.desk.part import Headers, read_document, read_headers
from plugins.desk.workplace import cache_folder, last_build
from plugins.privacy.verdict import Verdict
from plugins.privacy_gate import in_document
from standards.privacy import mask
from standards.village_rhythm import in_words

OCR_SECONDS, OCR_SECONDS_TRYING = 120.0, 20.0
"""For pictures nobody has read yet; what is left over is told and read by the next build."""


@dataclass(frozen=True)
class Wanted:
    """What the command line says. ``year`` is that of 三季度 where neither file nor folder names one."""

    year: str = ""
    publish: bool = False
    replace: bool = False
    dry_run: bool = False
    skip_bad: bool = False


@dataclass
class Run:
    """What came of it: the rows of the table, notes, what must be mended, how many files were known already."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    known: int = 0
    unfit: set[str] = field(default_factory=set)
    """Tables of which nothing may be used: of others the statements without a fault may."""

    def judge(self, shown: str, verdict: Verdict) -> None:
        """What a build would refuse of a file, and what is worth a look."""
        bad, notes = judged(shown, verdict)
        self.bad += bad
        self.notes += notes
        if bad:
            self.unfit.add(shown)

    def take(self, settled: Settled) -> None:
        """What came of the statements."""
        self.bad += settled.bad
        self.notes += settled.notes
        self.known += settled.known


def import_folder(folder: Path, content: Path, wanted: Wanted, now: str) -> tuple[str, bool]:
    """Import everything or nothing. The report, and whether every file could be used; raises CannotRun."""
    headers = read_headers(content, now, known=lambda year: last_build(content, year))
    if not headers.villages.by_id or not headers.villages.items:
        raise CannotRun("villages.csv 或 catalogue.toml 里还没有内容。请先建好村的表（desk import villages）和公开目录")
    walked = walk(folder)
    run = Run(bad=list(walked.bad))
    if not walked.files and not walked.bad:
        return f"{folder} 里没有可以导入的文件。请按 村/季度/事项 放好", False
    groups, tables = _addressed(walked, headers, wanted, run)
    affairs = list(_settled(groups, Record(headers), headers, wanted, run))
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


def _addressed(
    walked: Walked, headers: Headers, wanted: Wanted, run: Run
) -> tuple[dict[Address, list[Sent]], list[tuple[Sent, Hint]]]:
    """The files by their place, and those that are statements; what has no place is told."""
    tables: list[tuple[Sent, Hint]] = []
    refused = {bad.file for bad in walked.bad}
    gazetteer = Gazetteer(headers.villages.by_id, headers.offices.towns)
    groups: dict[Address, list[Sent]] = {}
    for sent in walked.files:
        place = place_of(sent, gazetteer, wanted.year)
        if not isinstance(place, list) and sent.suffix in SHEETS and sent.shown not in refused:
            kind = kind_in(place.rest)
            if kind is not None or names_workbook(place.rest):
                tables.append((sent, Hint(place.village, kind, place.period, wanted.year)))
                continue
        address = address_of(sent, place, headers.villages.items) if not isinstance(place, list) else place
        if isinstance(address, Address) and address.item.tables and sent.suffix in SHEETS and holds_statements(sent):
            tables.append((sent, Hint(address.village, None, address.period, wanted.year)))
        elif isinstance(address, list):
            run.bad += address
            run.left.append(sent.shown)
        else:
            groups.setdefault(address, []).append(sent)
    return groups, tables


def _settled(
    groups: dict[Address, list[Sent]], record: Record, headers: Headers, wanted: Wanted, run: Run
) -> Iterator[tuple[Affair, Standing]]:
    """What is to be made, with what is wrong already; what was imported before is not made again."""
    first: dict[str, str] = {}
    broken = {bad.file: bad for bad in run.bad}
    for address, all_sent in groups.items():
        datas: dict[str, bytes] = {}
        bad = [broken[one.shown] for one in all_sent if one.shown in broken]
        for one in all_sent:
            try:
                datas[one.shown] = one.incoming.read()
            except Unusable as error:
                bad.append(Bad(one.shown, "", error.what, error.cure))
        sent = list(_without_copies(all_sent, datas, bad, run))
        digest = digest_of([datas[one.shown] for one in sent if one.shown in datas])
        standing = record.standing(address, digest, replacing=wanted.replace)
        if not bad and standing.what == "known":
            run.known += len(sent)
            continue
        bad += _conflicts(standing, sent, headers, wanted)
        for one in sent:
            other = first.setdefault(digest_of([datas.get(one.shown, b"")]), one.shown)
            if other != one.shown:
                run.notes.append(f"{one.shown}: 和 {other} 是同一个文件，请核对有没有放错")
        yield Affair(address, sent, digest, bad=bad), standing


def _without_copies(sent: Sequence[Sent], datas: dict[str, bytes], bad: list[Bad], run: Run) -> Iterator[Sent]:
    """The same bytes once; two different texts for one item are for a person to choose from."""
    seen: dict[bytes, Sent] = {}
    texts: dict[str, Sent] = {}
    for one in sorted(sent, key=lambda each: (each.is_copy, each.shown)):
        data = datas.get(one.shown, b"")
        if data and data in seen:
            run.notes.append(f"{one.shown}: 和 {seen[data].shown} 完全相同，只用一份")
            continue
        seen[data] = one
        kind = "正文" if one.suffix in {WORD, *TEXTS} else f"{one.stem}{one.suffix}"
        other = texts.get(kind)
        if other is not None and one.suffix not in PICTURES:
            what = f"和 {other.shown} 是同一事项、同一期的，内容不同"
            bad.append(Bad(one.shown, "", what, "不知道哪一份是定稿：请只留一份；另有内容的，请改名为附件"))
        texts.setdefault(kind, one)
        yield one


def _conflicts(standing: Standing, sent: Sequence[Sent], headers: Headers, wanted: Wanted) -> Iterator[Bad]:
    shown = headers.tree.shown(standing.path)
    if standing.what == "taken":
        cure = "要替换请加 --replace" if not wanted.replace else "有几篇同一期的，请先删去多余的，再加 --replace 运行"
        yield Bad(sent[0].shown, "", f"已有 {shown}，内容不同，没有改动它", cure)
    if (
        standing.what == "replace"
        and not wanted.publish
        and standing.article
        and standing.article.status == "published"
    ):
        what = f"{shown} 已经公开，替换成草稿会从网站上撤下"
        yield Bad(sent[0].shown, "", what, "核对无误要直接公开的，请同时加 --publish")


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
        if standing.what != "replace" and file.exists() and file.read_bytes() != data:
            what = f"{headers.tree.shown(path)} 已经存在，内容不同，没有改动它"
            yield Bad(affair.sent[0].shown, "", what, "请核对那个文件，移走后再导入")


def put(stage: Stage, files: dict[str, bytes]) -> None:
    """Prepare files for the stage, but for those that stand there as they are."""
    for path, data in files.items():
        target = stage.content / path
        there = target.exists()
        if not there or target.read_bytes() != data:
            stage.put(path, data, replacing=there)


def _row(affair: Affair, shown: str, standing: Standing, wanted: Wanted) -> tuple[str, ...]:
    address = affair.address
    period = in_words(address.period) if address.period else "—"
    how = "替换" if standing.what == "replace" else "公开" if wanted.publish else "草稿"
    names = "、".join(sent.shown for sent in affair.sent)
    return address.village.name, period, address.item.name, f"{names} → {shown}（{how}）"


def report(run: Run, walked: Walked, eyes: Eyes, wanted: Wanted, *, written: bool, noun: str = "篇") -> str:
    """What the clerk is told: the table, what to look at, everything to be mended, and what became of it."""
    lines = aligned([("村", "期间", "事项", "来稿 → 写成"), *run.rows]) if run.rows else []
    lines += [f"请核对：{printable(mask(note))}" for note in dict.fromkeys(run.notes)]
    if eyes.unseen:
        why = "没有识别完" if eyes.reader else "这台机器没有装 tesseract-ocr 和中文识别"
        lines.append(f"图片未检 {eyes.unseen} 张（{why}）：请由专人看清里面没有个人信息")
    lines += list_bad(run.bad)
    if run.left and (written or wanted.skip_bad):
        lines.append(f"没有导入的文件：{'、'.join(map(printable, dict.fromkeys(run.left)))}")
    how = "试运行，没有写入；可以导入" if wanted.dry_run else "导入" if written else "可以导入"
    said = [f"{how} {len(run.rows)} {noun}"]
    if run.known:
        said.append(f"以前导入过的 {run.known} 个，没有再导入")
    if walked.leftovers:
        said.append(f"系统和软件留下的文件 {walked.leftovers} 个，没有看")
    lines.append("，".join(said) + "。")
    if run.bad and not written:
        lines.append("什么也没有写入。改正后请重新运行；先导入其余的，请加 --skip-bad。")
    elif written and not wanted.publish:
        lines.append("都是草稿，读者看不到。请逐篇核对、填写后运行 desk check，通过了再把 status 改为 published。")
    return "\n".join(lines)
