"""``desk import finance``: one workbook for all villages, or a folder of statements, into the villages' folders."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from plugins.build.problems import CannotRun
from plugins.desk.intake.accounts import kind_in, rows_of, settle_accounts
from plugins.desk.intake.address import Gazetteer, place_of
from plugins.desk.intake.look import Asked, Eyes
from plugins.desk.intake.paths import SHEETS, Sent, Walked, single, walk
from plugins.desk.intake.periods import spoken_period
from plugins.desk.intake.run import OCR_SECONDS, Run, Wanted, put, report
from plugins.desk.intake.splitting import Hint
from plugins.desk.intake.told import Bad
from plugins.desk.intake.writing import staging
from plugins.desk.part import Headers, read_headers
from plugins.desk.workplace import cache_folder, last_build


@dataclass(frozen=True)
class WantedFinance:
    """What the command line says. ``period`` is that of tables which name none."""

    period: str = ""
    replace: bool = False
    dry_run: bool = False
    skip_bad: bool = False


def import_finance(source: Path, content: Path, wanted: WantedFinance, now: str) -> tuple[str, bool]:
    """Import every statement or none. The report, and whether all was well; raises CannotRun."""
    headers = read_headers(content, now, known=lambda year: last_build(content, year))
    if not headers.villages.by_id:
        raise CannotRun("villages.csv 里还没有村。请先运行 desk import villages")
    walked = walk(source) if source.is_dir() else Walked([single(source)])
    run = Run(bad=list(walked.bad))
    tables = [(sent, hint) for sent in walked.files if (hint := _hint(sent, headers, wanted, run)) is not None]
    if not tables and not run.bad:
        return f"{source} 里没有表格（.xlsx 或 .csv）", False
    eyes = Eyes(headers.now.year, OCR_SECONDS, cache_folder(content))
    asked = [Asked(sent.incoming.file, f"files/{sent.stem}{sent.suffix}", "") for sent, _ in tables]
    for (sent, _), looked in zip(tables, eyes.look(asked), strict=True):
        run.judge(sent.shown, looked.verdict)
    settled = settle_accounts(tables, headers, replacing=wanted.replace)
    run.take(settled)
    run.rows += rows_of(settled, headers, run.unfit)
    written = bool(run.rows) and not wanted.dry_run and (not run.bad or wanted.skip_bad)
    if written:
        with staging(content) as stage:
            for one in settled.new:
                if one.source not in run.unfit:
                    put(stage, {one.path: one.data})
            stage.commit()
    told = Wanted(publish=True, dry_run=wanted.dry_run, skip_bad=wanted.skip_bad)
    return report(run, walked, eyes, told, written=written, noun="张表"), not run.bad


def _hint(sent: Sent, headers: Headers, wanted: WantedFinance, run: Run) -> Hint | None:
    """What a file's way and name say of its statements; None for what is no table, which is told."""
    if sent.suffix not in SHEETS:
        if all(bad.file != sent.shown for bad in run.bad):
            run.bad.append(Bad(sent.shown, "", "不是表格", "财务报表请用 .xlsx 或 .csv；其他的用 desk import folder"))
        return None
    if any(bad.file == sent.shown for bad in run.bad):
        return None
    gazetteer = Gazetteer(headers.villages.by_id, headers.offices.towns)
    year = wanted.period[:4]
    place = place_of(sent, gazetteer, year)
    if not isinstance(place, list):
        return Hint(place.village, kind_in(place.rest), place.period or wanted.period, year)
    spoken = spoken_period(sent.stem, year)
    rest = re.sub(r"^(?:各村|全县|全镇|全乡)", "", spoken.rest)
    for name in gazetteer.towns:
        rest = rest.replace(name, "")
    return Hint(None, kind_in([rest]), spoken.period or wanted.period, year)
