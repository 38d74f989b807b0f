"""The demo county's crippled twin: twenty seeded defects, audited and scored beside the county.

Run this file as a program (``python -m tests.roundtrip.twin``) to build both, print the two score sheets side by side
and write them to docs/twin.md. What is seeded is data: twin.toml; what an inspector would answer is answers.toml.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

from auditor.watch.monitor import read_terms
from auditor.watch.plan import DAY, Plan
from auditor.watch.records import Visit, Watched
from auditor.watch.report import write_reports
from auditor.watch.tally import tally
from deploy.nginx import nginx
from tests.conftest import BIN, CANONICAL, DEMO_NOW, ROOT

HERE = Path(__file__).parent
ANSWERS = HERE / "answers.toml"
PAGE = ROOT / "docs/twin.md"
CONFIG = '[links]\nexternal = false\n[browser]\nsample = 1\n[score]\nwatch = "{watch}"\n'
"""As deploy/demo-audit.toml; of articles the browser opens one."""


class Edit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is done to some pages: ``find`` is a regular expression, and ``put`` stands in its place."""

    pages: tuple[str, ...]
    find: str
    put: str


class Seed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One seeded defect; twin.toml says what the fields are."""

    id: str
    says: str
    clause: str
    findings: tuple[str, ...]
    edits: tuple[Edit, ...]
    costs: dict[str, float] = {}
    bonus: dict[str, float] = {}
    veto: tuple[str, ...] = ()


class Twin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of twin.toml."""

    seeds: tuple[Seed, ...]
    unanswered: tuple[str, ...]
    answers: dict[str, str]


class Sheets(NamedTuple):
    """Four reports, decoded from report.json: the county's and the twin's without and with what a person says."""

    county: dict
    twin: dict
    confirmed: dict
    """The twin's after the inspector has confirmed every veto that the evidence touches."""
    again: dict[str, bool]
    """By whose report: whether the score made again of report.json, with and without the answers, has the same bytes."""


def read_twin() -> Twin:
    """The seeds and the answers of the twin. Raises msgspec.ValidationError for a wrong field."""
    return msgspec.convert(tomllib.loads((HERE / "twin.toml").read_text(encoding="utf-8")), Twin)


def cripple(site: Path, seeds: Sequence[Seed]) -> None:
    """Do to a copy of the built county what the seeds say. Raises ValueError where an edit changes nothing."""
    for seed in seeds:
        for edit in seed.edits:
            pages = [page for glob in edit.pages for page in sorted(site.glob(glob))]
            done = 0
            for page in pages:
                text, times = re.subn(edit.find, edit.put, page.read_text(encoding="utf-8"))
                done += times
                if times:
                    page.write_text(text, encoding="utf-8")
            if not done:
                raise ValueError(f"{seed.id}: {edit.find} stands on none of {', '.join(edit.pages)}")


def answers_of(twin: Twin) -> str:
    """The questionnaire of the twin: the county's, less what nobody answered, with what is otherwise."""
    form = tomllib.loads(ANSWERS.read_text(encoding="utf-8"))
    lines = [line for line in form["answers"] if line["code"] not in twin.unanswered]
    form["answers"] = [
        {"code": line["code"], "answer": twin.answers[line["code"]]} if line["code"] in twin.answers else line
        for line in lines
    ]
    return _toml(form)


def confirmed_answers(twin: Twin, report: dict) -> str:
    """The questionnaire of the twin when the inspector has confirmed what the report only suspects."""
    form = tomllib.loads(answers_of(twin))
    vetoes = [item for row in report["rows"] if row["part"] == "veto" for item in row["items"]]
    marks = {item["code"]: item["finding_fingerprints"] for item in vetoes if item["status"] == "疑似"}
    form["answers"] = [line for line in form["answers"] if line["code"] not in marks]
    form["answers"] += [{"code": code, "answer": "属实", "fingerprints": found} for code, found in marks.items()]
    return _toml(form)


def _toml(form: dict) -> str:
    """A questionnaire as TOML: its head, and one table for each answer. A JSON string is a TOML string."""
    head = [f"{key} = {json.dumps(form[key], ensure_ascii=False)}" for key in ("rules", "site", "tester", "date")]
    for line in form["answers"]:
        head += [
            "",
            "[[answers]]",
            *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in line.items()),
        ]
    return "\n".join(head) + "\n"


def monitored(folder: Path) -> Path:
    """A made-up week of `auditor watch` in which the home page opened every time; the folder."""
    terms = read_terms("guoban-2019-19")
    start = (datetime.fromisoformat(DEMO_NOW) - timedelta(days=terms.days)).timestamp()
    plan = Plan(start=start, visits=terms.visits, days=terms.days)
    site = Watched(name="明川县人民政府门户网站", url=f"{CANONICAL}/")
    visits = [
        Visit(url=site.url, slot=slot, at=plan.due(site.url, slot), reason="ok", status=200, seconds=0.4)
        for slot in range(plan.slots)
    ]
    records = tally([site], visits, {}, plan=plan, terms=terms, now=start + terms.days * DAY)
    write_reports(records, plan, terms, start + terms.days * DAY, folder)
    return folder


def audit(served: str, out: Path, state: Path, config: Path, *more: str | Path) -> None:
    """Audit what is served as the county."""
    command = [BIN / "auditor", "audit", CANONICAL, "--as", f"{CANONICAL}={served}", "--now", DEMO_NOW, "--quiet"]
    _run([*command, "--config", config, "--state", state, "--out", out, *more])


def score(report: Path, out: Path, *more: str | Path) -> bytes:
    """Score a report again, of what it holds and what else is given; the bytes of the new report.json."""
    _run([BIN / "auditor", "score", report, "--out", out, *more])
    return (out / "report.json").read_bytes()


def _same(report: Path, answers: Path, folder: Path) -> bool:
    """Whether the score made again is the same, of the evidence in the report alone and with the answers once more."""
    before = report.read_bytes()
    alone = score(report, folder / "alone")
    return alone == before == score(report, folder / "answered", "--answers", answers)


def _run(command: Sequence[str | Path]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert "Traceback" not in done.stderr, done.stderr


def sheets(output: Path, county: Path, state: Path, folder: Path) -> Sheets:
    """Cripple a copy of the built county, audit it, and score both.

    ``county`` is the report of the county and ``state`` what its audit kept: of the twin only changed pages are read.
    """
    twin, site, own = read_twin(), folder / "site", folder / "state"
    shutil.copytree(output, site)
    shutil.copytree(state, own)
    cripple(site, twin.seeds)
    watch, given = monitored(folder / "watch"), folder / "twin.toml"
    config = folder / "audit.toml"
    config.write_text(CONFIG.format(watch=watch), encoding="utf-8")
    given.write_text(answers_of(twin), encoding="utf-8")
    with nginx(site) as served:
        audit(served, folder / "twin", own, config, "--answers", given)
    reports = {name: folder / name / "report.json" for name in ("county", "twin", "confirmed")}
    score(county / "report.json", reports["county"].parent, "--answers", ANSWERS, "--watch", watch)
    made = {
        name: _same(reports[name], form, folder / f"{name}-again")
        for name, form in (("county", ANSWERS), ("twin", given))
    }
    told = folder / "confirmed.toml"
    told.write_text(confirmed_answers(twin, json.loads(reports["twin"].read_bytes())), encoding="utf-8")
    score(reports["twin"], reports["confirmed"].parent, "--answers", told)
    return Sheets(**{name: json.loads(report.read_bytes()) for name, report in reports.items()}, again=made)


def main() -> int:
    """Build, audit, score; print the page and write it. Exit status 1 where the score made again is not the same."""
    from tests.roundtrip.twin_page import page

    with tempfile.TemporaryDirectory(prefix="gongkai-twin-") as made:
        folder = Path(made)
        output, config = folder / "output", ROOT / "deploy/demo-audit.toml"
        print("== 构建本县", flush=True)
        _run([BIN / "desk", "build", "--output", output])
        print("== 审查本县和孪生县", flush=True)
        with nginx(output) as served:
            audit(served, folder / "audit", folder / "kept", config)
        made_sheets = sheets(output, folder / "audit", folder / "kept", folder)
    text = page(made_sheets, read_twin())
    PAGE.write_text(text, encoding="utf-8")
    print(text)
    return 0 if all(made_sheets.again.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
