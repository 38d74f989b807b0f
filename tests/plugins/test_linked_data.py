"""What pages say of themselves in the words of schema.org."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from plugins.linked_data import json_ld
from tests.plugins.small_site import ROOT, build, document, sheets, tree
from tests.plugins.test_validity import policy

HOST = "https://www.mingchuan.example"
NEW = {"written": "2026-11-02", "published": "2026-11-03 09:00", "effective": "2026-11-10"}
FILES = {
    "zwgk/gfxwj/old.md": policy("old", 1, written="2020-05-01", published="2020-05-06 09:00"),
    "zwgk/gfxwj/new.md": policy("new", 2, repeals="old", **NEW),
}


def things(folder, path: str, files=None) -> dict[str, dict]:
    """The things of a page by type."""
    page = sheets(folder, files)[path].values["page"]
    return {thing["@type"]: thing for thing in json.loads(page.linked_data)["@graph"]} if page.linked_data else {}


def test_the_home_page_names_the_office_and_the_site(tmp_path):
    """With its search."""
    found = things(tmp_path, "index.html")
    assert found["GovernmentOrganization"]["name"] == "明川县人民政府办公室"
    assert found["WebSite"]["publisher"] == {"@id": found["GovernmentOrganization"]["@id"]}
    assert found["WebSite"]["potentialAction"]["target"] == f"{HOST}/search/?q={{search_term_string}}"


def test_columns_and_documents_tell_the_way_to_them(tmp_path):
    """From the home page to the page itself, with absolute addresses."""
    steps = things(tmp_path, "zwgk/gfxwj/index.html")["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"], step["item"]) for step in steps] == [
        (1, "首页", f"{HOST}/"),
        (2, "政务公开", f"{HOST}/zwgk/"),
        (3, "规范性文件", f"{HOST}/zwgk/gfxwj/"),
    ]


def test_an_official_document_says_whether_it_is_in_force(tmp_path):
    """Number, days, and what it repeals."""
    page = "zwgk/gfxwj/2026-11/new.html"
    new = things(tmp_path, page, FILES)["Legislation"]
    old = things(tmp_path, "zwgk/gfxwj/2020-05/old.html", FILES)["Legislation"]
    assert new["legislationIdentifier"] == "明政办规〔2026〕2号"
    assert (new["legislationDate"], new["legislationDateOfApplicability"]) == ("2026-11-02", "2026-11-10")
    assert new["legislationLegalForce"] == "https://schema.org/InForce"
    assert new["legislationRepeals"] == [{"@type": "Legislation", "@id": old["@id"], "name": "old号文件"}]
    assert old["legislationLegalForce"] == "https://schema.org/NotInForce"
    assert "headline" not in new


@pytest.mark.parametrize(
    ("word", "force"),
    [("修改", "InForce"), ("部分失效", "PartiallyInForce"), ("失效", "NotInForce"), ("废止", "NotInForce")],
)
def test_every_word_has_its_legal_force(tmp_path, word, force):
    """As the document itself says it."""
    found = things(tmp_path, "tzgg/2026-10/p.html", {"tzgg/p.md": policy("p", 1, validity=word)})["Legislation"]
    assert found["legislationLegalForce"] == f"https://schema.org/{force}"


def test_news_are_news_and_say_nothing_empty(tmp_path):
    """No field without a value, and nothing that the page does not print."""
    files = {"tzgg/a.md": document("a", editor="bj", reviewer="终审岗", secrecy_review="{by: bm, on: 2026-10-12}")}
    found = things(tmp_path, "tzgg/2026-10/a.html", files)["NewsArticle"]
    assert found["headline"] == "关于公开的通知"
    assert found["datePublished"] == "2026-10-15T09:30:00+08:00"
    assert all(found.values())
    assert not {"bj", "编辑岗", "终审岗", "bm"} & set(re.findall(r'[^"]+', json.dumps(found, ensure_ascii=False)))


def test_pages_that_only_serve_say_nothing(tmp_path):
    """Search, 404, the page in place of a withdrawn document."""
    taken = {"status": "withdrawn", "withdrawn_at": "2026-11-01 08:30", "withdrawal_reason": "内容有误"}
    found = sheets(tmp_path, {"tzgg/a.md": document("gone", title="撤回的", **taken)})
    for path in ("search/index.html", "404.html", "tzgg/2026-10/gone.html"):
        assert found[path].values["page"].linked_data == ""


def test_no_text_ends_the_data_block(tmp_path):
    """Markup in a title stays text, in the real theme."""
    title = "关于</script><script>alert(1)</script>&amp;的通知"
    text = json_ld([{"name": title}])
    assert not set("<>&") & set(text)
    assert json.loads(text)["@graph"] == [{"name": title}]
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    written = "关于</script><b>&amp;的通知"
    build(tmp_path, {"tzgg/a.md": document("a", title=written)}, THEME=str(tmp_path / "theme"))
    page = tree(tmp_path / "output")["tzgg/2026-10/a.html"].decode()
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(block)["@graph"][1]["headline"] == written
