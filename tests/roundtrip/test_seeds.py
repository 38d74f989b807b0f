"""Five real documents, converted to Markdown, build without a code change, and the audit shows their true defects."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import BIN, ROOT

SEEDS = ROOT.parent / "shared/seeds"

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the five real documents lie outside the repository")

METADATA = {
    "000": ("2023年工作总结和2024年工作计划", "2024-03-13 09:00"),
    "001": ("关于《市数据资源管理局2020年一季度工作总结》的报告", "2020-04-28 09:00"),
    "002": ("2024年工作总结和2025年工作计划", "2024-12-20 09:00"),
    "003": ("区政数局2021年工作总结及2022年工作计划", "2022-01-10 09:00"),
    "004": ("数据赋能 服务提质 以“店小二”姿态优化营商环境", "2021-01-20 09:28"),
}

TRUE_DEFECTS = {
    "000": ["、。"],
    "001": ["4月29日", "近20余名", "为评为", "标准化建设提升年"],
    "002": ["截止目前", "XX区"],
    "003": ["现行推进", "网站的进行了", "截止12平台", "政服服务", "8101"],
}
"""What must stand in the evidence, by document (field notes, 4)."""


def markdown(seed: Path) -> str:
    """A seed as an editor would paste it: front matter, then its paragraphs with Markdown's signs escaped."""
    number = seed.name[:3]
    title, published = METADATA[number]
    head = f'---\nid: seed-{number}\ntype: article\ntitle: "{title}"\npublished: {published}\nsource: 转载\n'
    head += "publisher: fzb\nauthor: 办公室\neditor: 编辑甲\nreviewer: 审核乙\nsummary: 工作总结。\nkeywords: 工作总结\n---\n\n"
    lines = (line.strip(" •\t\u3000") for line in seed.read_text(encoding="utf-8").splitlines())
    return head + "\n\n".join(re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", line) for line in lines if line) + "\n"


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> dict:
    """A small site of the five documents: built, audited as a folder, the report read back."""
    folder = tmp_path_factory.mktemp("seeds")
    content = folder / "content"
    column = content / "zjbg"
    column.mkdir(parents=True)
    for name in ("site.toml", "people.csv", "towns.csv"):
        shutil.copy(ROOT / "content" / name, content / name)
    shutil.copy(ROOT / "content/units.csv", content / "units.csv")
    publisher = (ROOT / "content/units.csv").read_text(encoding="utf-8").splitlines()[1].partition(",")[0]
    (column / "column.toml").write_text(
        'id = "zjbg"\nname = "总结报告"\ndescription = "各单位工作总结"\nkeywords = "工作总结"\n'
        f'type = "规划计划"\nunit = "{publisher}"\nupdate_within = 365\nbasis = "本级目录"\n',
        encoding="utf-8",
    )
    for seed in sorted(SEEDS.glob("*.txt")):
        text = markdown(seed).replace("publisher: fzb", f"publisher: {publisher}")
        (column / f"{seed.name[:3]}.md").write_text(text, encoding="utf-8")
    build = [BIN / "desk", "build", "--content", content, "--output", folder / "output"]
    built = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    audit = [BIN / "auditor", "audit", folder / "output", "--out", folder / "audit", "--no-browser", "--quiet"]
    audit += ["--config", ROOT / "deploy/demo-audit.toml", "--now", "2026-11-20"]
    done = subprocess.run(audit, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return json.loads((folder / "audit/report.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("number", "defect"), [(n, d) for n, defects in TRUE_DEFECTS.items() for d in defects])
def test_a_true_defect_is_found(report, number, defect):
    """Each defect that a reader knows of stands in the evidence of a finding on its own page."""
    evidence = [f["evidence"] + f["message"] for f in report["findings"] if f["url"].endswith(f"seed-{number}.html")]
    assert any(defect in text for text in evidence), evidence


def test_all_four_placeholders_of_one_document_are_counted(report):
    """Three times XX区 and once the city's own platform."""
    found = [f for f in report["findings"] if f["check"] == "words/placeholder" and "seed-002" in f["url"]]
    assert sum(f["occurrences"] for f in found) == 4
