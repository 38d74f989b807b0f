"""The names that do not move: commands, options, front matter, column.toml, files of the output, report.json, hooks.

Whoever renames one of them breaks editors, servers and other people's scripts, and meets a red test here first.
"""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import fields as record_fields

import pytest

from tests.conftest import BIN, CANONICAL, ROOT

FRONT_MATTER = """id type title published source publisher author editor reviewer summary keywords attachments status
expires checked_by aliases index_no doc_no written topic validity repeals amends interprets statutory_class
openness openness_reason secrecy_review on_behalf_of items"""
COLUMN_TOML = """id name description keywords type unit update_within basis template review order retention list hidden records
    see_also statutory_class"""
SITE_TOML = """name short_name host id_code icp police_no owner contact office_hours timezone demo_now index_scheme
validity_term review_since"""
HEADERS = {
    "units.csv": "id,name,short_name,org_code,kind,parent,contact",
    "people.csv": "id,name,unit,roles,key,from,to",
    "towns.csv": "id,name,unit,order",
    "villages/villages.csv": "id,name,kind,town,lng,lat,datum,contact,board,busy",
    "zwgk/jczwgk/shjz/mzj.csv": "序号,一级事项,二级事项,公开内容（要素）,公开依据,公开时限,公开主体,公开渠道和载体,"
    "全社会,特定群体,主动,依申请公开,县级,乡级,村级,过程,编号,栏目",
}
OPTIONS = {
    ("desk", "build"): "--jobs --now --production --content --output --theme --fresh --profile",
    ("desk", "check"): "--json",
    ("desk", "why"): "--output",
    ("desk", "due"): "--build --now --production --content --output --theme",
    ("desk", "status"): "--now --production --content",
    ("desk", "catalogue-diff"): "--from --to --json",
    ("desk", "register"): "--imported --doc-no --mend --dry-run --content --now",
    ("desk", "import"): "notices villages finance folder",
    ("desk", "move"): "--dry-run --content --now",
    ("desk", "withdraw"): "--reason --by --now --hide-title --undo --content",
    (
        "desk",
        "approve",
    ): "--person --step --key --recorder --sheet --scan --emergency --reason --status --now --content",
    ("desk", "exchange"): "--out --since --since-package --verify --now --production --content",
    ("desk", "wall"): "--period --paper --out --now --content",
    ("desk", "annual-form"): "--site --xlsx --content",
    ("desk", "review-sheet"): "--out --now --content",
    (
        "auditor",
        "audit",
    ): "--out --config --now --as --state --ignore --fail-on --jobs --no-browser --pool --run --answers --quiet",
    ("auditor", "judge"): "--out --config --now --ignore --fail-on --jobs --answers --quiet",
    ("auditor", "rules"): "--rules show",
    ("auditor", "rules", "show"): "",
    ("auditor", "score"): "--answers --rules --kind --watch --out --json",
    ("auditor", "questionnaire"): "--out --rules",
    ("auditor", "check-source"): "--fail-on --rules --config --now --json",
    ("auditor", "words", "explain"): "--published --quoted --now --config --json",
    ("auditor", "diff"): "",
    ("auditor", "watch"): "--state --out --config --visits --days --once --report --allow-private --quiet",
}
HOOKS = """header-table breadcrumb column-tree source-line body attachments list list-item pager footer find-errors
elder-entry search qr print"""
REPORT = "schema_version tool rules now site started finished coverage score rows findings"
COVERAGE = """pages_found pages_fetched pages_judged pages_in_browser pages_rendered links_checked sample_seed by_check
not_run cut files_read"""
FINDING = """fingerprint check family verdict severity clauses url target reason locator evidence message remedy
occurrences pages reach state first_seen last_seen"""
SCORE = "status qualified total min max veto deductions bonus"
ROW = "clause title points cap status finding_fingerprints"
TAGS = {
    "index.html": "SiteName SiteDomain SiteIDCode",
    "tzgg/index.html": "SiteName SiteDomain SiteIDCode ColumnName ColumnDescription ColumnKeywords ColumnType",
    "yw/2026-11/yw-20261119-01.html": "SiteName SiteDomain SiteIDCode ArticleTitle PubDate ContentSource",
}


@pytest.mark.parametrize(("command", "options"), OPTIONS.items(), ids=lambda value: " ".join(value)[:20])
def test_commands_and_options_have_their_names(command, options):
    """What interfaces.md prints for this stage is there."""
    shown = subprocess.run(
        [BIN / command[0], *command[1:], "--help"], capture_output=True, text=True, check=True
    ).stdout
    assert not [option for option in options.split() if option not in shown]


def test_front_matter_fields_have_their_names():
    """Every core field can be written in every type."""
    from plugins.content_types import key_names, load_types

    for content_type in load_types().values():
        assert set(FRONT_MATTER.split()) <= set(content_type.fields.model_fields), content_type.id
    assert key_names()["发布机构"] == "publisher"


def test_column_toml_and_site_toml_keys_have_their_names():
    """And the demo county uses the site keys all."""
    import tomllib

    from plugins.catalogue import Column
    from plugins.site import Site

    assert set(COLUMN_TOML.split()) <= {field.name for field in record_fields(Column)}
    assert {*SITE_TOML.split(), "after_review_days"} == {field.name for field in record_fields(Site)}
    assert set(tomllib.loads((ROOT / "content/site.toml").read_text(encoding="utf-8"))["site"]) == set(
        SITE_TOML.split()
    )


@pytest.mark.parametrize("name", HEADERS)
def test_tables_have_their_columns(name):
    """The first line of each CSV, as editors know it."""
    assert (ROOT / "content" / name).read_text(encoding="utf-8-sig").splitlines()[0] == HEADERS[name]


def test_the_output_has_its_files(demo_output):
    """What servers and other programs ask for by name."""
    for name in ("sitemap.xml", "robots.txt", "404.html", "build-manifest.json", "redirects.map", "tzgg/feed.atom",
                 "tzgg/index.json", "sitemap-2026.xml", "api/index.json", "api/columns.json",
                 "api/documents.json", "api/documents/2026-11.json", "api/policies.json", "villages/qingshi/index.html",
                 "villages/qingshi/wall/index.html", "villages/qingshi/poster.html", "villages/towns/qingxi/qr.html",
                 "kiosk/index.html", "villages/towns/qingxi/kiosk/index.html"):  # fmt: skip
        assert (demo_output / name).is_file(), name


def test_addresses_are_column_month_id(demo_output):
    """``/<column path>/<yyyy-mm>/<id>.html``, and villages under their own ids."""
    pages = [p.relative_to(demo_output).as_posix() for p in demo_output.rglob("20??-??/*.html")]
    assert len(pages) >= 40
    assert all(re.fullmatch(r"([a-z0-9-]+/)+20\d\d-[01]\d/[a-z0-9-]+\.html", page) for page in pages)


def test_every_hook_of_the_page_contract_stands_on_some_page(demo_output):
    """``pager`` needs a longer column than the demo has; the theme's own test shows it."""
    found = {
        hook
        for page in demo_output.rglob("*.html")
        for hook in re.findall(r'data-gk="([^"]+)"', page.read_text(encoding="utf-8"))
    }
    assert set(HOOKS.split()) - {"pager"} <= found


@pytest.mark.parametrize(("page", "names"), TAGS.items())
def test_national_tags_have_their_exact_case_and_a_content(demo_output, page, names):
    """国办发〔2017〕47号, 网页标签: site tags everywhere, column and content tags where they belong."""
    html = (demo_output / page).read_text(encoding="utf-8")
    tags = dict(re.findall(r'<meta name="([^"]+)" content="([^"]*)">', html))
    assert not [name for name in names.split() if not tags.get(name, "").strip()]
    assert f'<link rel="canonical" href="{CANONICAL}/' in html


def test_report_json_has_its_fields_and_its_schema(demo_output, tmp_path):
    """report.json as interfaces.md names it, valid against the schema that is shipped."""
    import jsonschema

    subprocess.run(
        [BIN / "auditor", "audit", demo_output, "--out", tmp_path, "--no-browser", "--quiet", "--now", "2026-11-20"],
        check=False,
    )
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert set(report) == set(REPORT.split())
    assert set(report["coverage"]) == set(COVERAGE.split())
    assert set(FINDING.split()) <= set(report["findings"][0])
    assert set(report["findings"][0]["locator"]) == {"line", "column", "selector"}
    assert set(SCORE.split()) <= set(report["score"])
    assert all(set(ROW.split()) <= set(row) for row in report["rows"])
    schema = json.loads((ROOT / "auditor/reports/report.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, schema)
