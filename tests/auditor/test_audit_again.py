"""An audit after a recrawl says what an audit from scratch says, whatever was edited in between."""

from __future__ import annotations

import dataclasses
import hashlib
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor import judging
from auditor.audit import Options, run_audit
from auditor.checks import load_checks
from auditor.config import Config, LinksConfig
from auditor.crawl.web import Web
from auditor.judging import judge_stamp
from auditor.model import Report
from auditor.rules import read_rules
from standards.calendar import BEIJING

from .checks.fixture_site import FixtureSite
from .crawl.farm import Farm, Talk, page, redirect, reply, running

NOW = datetime(2026, 11, 20, 9, tzinfo=BEIJING)


@pytest.fixture(autouse=True, scope="module")
def no_rest():
    """The second round asks at once: what is compared does not hang on the pause."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Web, "rest", lambda self, seconds: None)
        yield


NAMES = ("a", "b", "c", "d", "lb/")
SENTENCES = (
    "截止目前，全县共编制数据资源目录216条。",
    "请于十一月底前报送材料。",
    "累计收到评价20余万条、。",
    "本页由XX区人民政府主办。",
    "<a href='/a#fj'>附件</a>",
    "<a href='file:///C:/a.doc'>附件</a>",
    "<img src='/none.png' alt='图'>",
)

bodies = st.fixed_dictionaries(
    {
        "links": st.lists(st.sampled_from((*NAMES, "gone")), max_size=4),
        "says": st.lists(st.sampled_from(SENTENCES), max_size=3),
        "etag": st.booleans(),
        "footer": st.booleans(),
    }
)
sites = st.dictionaries(st.sampled_from(NAMES), st.one_of(bodies, st.just("404"), st.just("moved")), min_size=2)


def html_of(name: str, body: dict[str, Any]) -> str:
    """A page with the national tags, so that columns and dates are found."""
    links = "".join(
        f'<li><a href="/{to}">关于{to}的通知</a><span>2026-03-0{len(to)}</span></li>' for to in body["links"]
    )
    kind = f'<meta name="ColumnName" content="{name}">' if name.endswith("/") else ""
    footer = '<footer><a href="/gone">关于本站</a></footer>' if body["footer"] else ""
    return (
        f"<!doctype html><html lang=zh><title>{name}</title>{kind}<meta name=SiteName content=明川县><main><h1>{name}</h1>"
        f"<p>发布时间：2026-03-05</p>{''.join(f'<p>{s}</p>' for s in body['says'])}<ul>{links}</ul></main>{footer}"
    )


def serve(farm: Farm, site: dict[str, Any]) -> None:
    """Put a site on the farm; pages with an ETag answer 304 to who has them."""
    farm.routes.clear()
    farm.routes["/"] = page(html_of("首页", {"links": NAMES, "says": (), "footer": False}))
    for name, body in site.items():
        if body == "404":
            continue
        farm.routes[f"/{name}"] = redirect("/a" if name != "a" else "/b") if body == "moved" else _page(name, body)


def _page(name: str, body: dict[str, Any]) -> Any:
    html = html_of(name, body)
    if not body["etag"]:
        return page(html)
    etag = f'"{hashlib.sha256(html.encode()).hexdigest()[:8]}"'

    def handler(talk: Talk) -> None:
        if talk.asked.headers.get("if-none-match") == etag:
            talk.send(reply(b"", "304 Not Modified", etag=etag))
        else:
            talk.send(page(html, etag=etag))

    return handler


def audit(farm: Farm, state: Path | None, now: datetime = NOW, jobs: int = 1) -> Report:
    """Audit the farm without a browser."""
    config = Config(links=LinksConfig(external=False))
    ask = Options(config=config, now=now, state=state, browser=False, jobs=jobs)
    return run_audit(farm.url + "/", ask, lambda _: None)


def told(report: Report) -> dict[str, Any]:
    """A report without its hour, without what it remembers of earlier ones, without what it did not read again."""
    plain: dict[str, Any] = msgspec.to_builtins(report)
    for key in ("started", "finished"):
        del plain[key]
    for finding in plain["findings"]:
        for key in ("state", "first_seen", "last_seen"):
            del finding[key]
    plain["coverage"]["not_run"] = [line for line in plain["coverage"]["not_run"] if "重新读取" not in line["what"]]
    return plain


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(sites, min_size=2, max_size=3))
def test_after_any_edit_a_recrawl_reports_what_a_fresh_crawl_does(versions: list[dict[str, Any]]) -> None:
    """Pages changed, gone, come, moved; dead links come and go."""
    with tempfile.TemporaryDirectory() as folder, running() as farm:
        for version in versions:
            serve(farm, version)
            again = audit(farm, Path(folder))
            assert told(again) == told(audit(farm, None))


def test_on_another_day_unchanged_pages_are_judged_by_that_day(tmp_path: Path) -> None:
    """A resident's number of somebody not yet born is none; kept hits of the day before do not count."""
    with running() as farm:
        serve(farm, {"a": {"links": ["b"], "says": [SENTENCES[0]], "etag": True, "footer": True}})
        audit(farm, tmp_path)
        later = NOW.replace(year=2027)
        assert told(audit(farm, tmp_path, later)) == told(audit(farm, None, later))


def test_the_number_of_processes_changes_nothing(tmp_path: Path, monkeypatch: Any) -> None:
    """Same report from one and from two."""
    monkeypatch.setattr("auditor.crawl.readers.FEW", 1)
    monkeypatch.setattr(judging, "FEW", 1)
    with running() as farm:
        body = {"links": NAMES, "says": SENTENCES, "etag": True, "footer": True}
        serve(farm, dict.fromkeys(NAMES, body))
        one = told(audit(farm, None))
        assert told(audit(farm, tmp_path, jobs=2)) == one
        later = NOW.replace(month=12)
        assert told(audit(farm, tmp_path, later, jobs=2)) == told(audit(farm, None, later))


def test_page_checks_know_the_day_and_not_the_hour() -> None:
    """So that what was found in the morning holds in the evening: ``judge_stamp`` names the day only."""
    rules = read_rules("guoban-2019-19")
    morning, evening = NOW.replace(hour=0, minute=1), NOW.replace(hour=23, minute=59)
    assert judge_stamp(rules, morning) == judge_stamp(rules, evening) != judge_stamp(rules, NOW.replace(day=21))
    cases = Path(__file__).parent / "checks"
    for check in load_checks():
        if check.scope != "page":
            continue
        site = FixtureSite(cases / check.id / "bad")
        params = rules.checks[check.id].params | site.params if check.id in rules.checks else site.params
        for facts in site.pages():
            assert list(check.check(facts, params, morning)) == list(check.check(facts, params, evening))


def test_other_rules_have_another_stamp() -> None:
    """A threshold is part of it; those of site checks are not, which run anew every time."""
    rules = read_rules("guoban-2019-19")
    pages = {check.id for check in load_checks() if check.scope == "page"}
    (id, first), *_ = ((id, rule) for id, rule in rules.checks.items() if rule.params and id in pages)
    other = {**rules.checks, id: dataclasses.replace(first, params=first.params | {"more": 1})}
    assert judge_stamp(rules, NOW) != judge_stamp(dataclasses.replace(rules, checks=other), NOW)
