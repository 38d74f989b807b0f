"""One run of an intake: what was asked for, what came of it, and the report that a clerk reads."""

from __future__ import annotations

from dataclasses import dataclass, field

from plugins.desk.intake.affair import judged
from plugins.desk.intake.look import Eyes
from plugins.desk.intake.paths import Walked
from plugins.desk.intake.statements import Settled
from plugins.desk.intake.told import Bad, aligned, list_bad
from plugins.desk.intake.writing import Stage
from plugins.desk.notices.incoming import printable
from plugins.privacy.verdict import Verdict
from standards.privacy import mask

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


def put(stage: Stage, files: dict[str, bytes]) -> None:
    """Prepare files for the stage, but for those that stand there as they are."""
    for path, data in files.items():
        target = stage.content / path
        there = target.exists()
        if not there or target.read_bytes() != data:
            stage.put(path, data, replacing=there)


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
    said = [f"{how} {len(run.rows)} {noun}" if run.rows or run.bad else "没有新的来稿"]
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
