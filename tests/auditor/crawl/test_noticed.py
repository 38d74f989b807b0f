"""Pages that were not read as a browser shows them are told, with an example."""

from __future__ import annotations

import pytest

from auditor.audit import _facts
from auditor.crawl.crawl import crawl
from auditor.crawl.fetch import Limits
from auditor.crawl.frontier import Frontier
from auditor.crawl.noticed import notices_of
from auditor.crawl.reading import Method
from auditor.crawl.target import Budget, Options, WebTarget
from tests.auditor.facts.reading import facts

from .farm import Farm, page, reply

WORDS = "明川县人民政府办公室关于做好今年防汛抗旱工作的通知" * 5


@pytest.mark.parametrize(
    ("html", "codes"),
    [
        ("<div id=app></div><script src=/app.js></script>", ["scripted"]),
        ("<noscript>请启用脚本</noscript><div id=app></div><script src=/app.js></script>", ["scripted"]),
        (f"<p>{WORDS}</p><script src=/app.js></script>", []),
        ("<a href=1>a</a><a href=2>b</a><a href=3>c</a><script src=/app.js></script>", []),
        ("<div>暂无内容</div>", []),
    ],
)
def test_a_shell_is_a_page_with_scripts_and_hardly_anything_else(html: str, codes: list[str]) -> None:
    """Short pages without scripts are just short."""
    assert list(notices_of(facts(html))) == codes


def test_the_coverage_says_what_was_not_read_whole(farm: Farm) -> None:
    """By reason, with the number and one address."""
    farm.routes |= {
        "/": page(f"<a href=/big>1</a><a href=/gbk>2</a><a href=/app>3</a><p>{WORDS}"),
        "/big": page("<p>x" * 20_000),
        "/gbk": reply(f"<p>{WORDS}".encode("gbk"), content_type="text/html; charset=utf-8"),
        "/app": page("<div id=app></div><script src=/app.js></script>"),
    }
    result = crawl(
        WebTarget(farm.url + "/"), Budget(), frontier=Frontier(":memory:"), method=Method(facts=_facts),
        options=Options(limits=Limits(body_bytes=10_000), second_round_after=0.01),
    )  # fmt: skip
    assert [(line.what, line.why.partition("，")[0]) for line in result.not_run] == [
        (f"页面 1 个（如 {farm.url}/gbk）", "声明的编码与文件的实际编码不符"),
        (f"页面 1 个（如 {farm.url}/app）", "内容由脚本生成"),
        (f"页面 1 个（如 {farm.url}/big）", "网页太大"),
    ]
