"""The facts of a site: each thing an editor does changes those that it touches, and no other."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from plugins.build.edition import read_edition
from plugins.build.facts import KINDS, digest, facts_of, list_mark
from plugins.build.render import template_facts
from plugins.catalogue import Column
from tests.plugins.build.edits import COUNTY, EDITS, NOTICE, POLICY
from tests.plugins.foi.reports import SOUND, THEME
from tests.plugins.policies.county import LIBRARY
from tests.plugins.small_site import article, checked, write_site
from tests.plugins.village_finance.tables import THIRD


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The facts of the site as it was."""
    return facts_of(checked(tmp_path_factory.mktemp("county"), COUNTY).edition.contents)


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_changes_exactly_the_facts_it_touches(tmp_path, before, name):
    """Stamps of files apart, which are another's in another folder."""
    edit = EDITS[name]
    after = facts_of(checked(tmp_path, {**COUNTY, **edit.files}, NOW=edit.now).edition.contents)
    altered = {fact for fact in before.keys() & after.keys() if before[fact] != after[fact]}
    stamps = {fact for fact in altered if fact.startswith("asset:")}
    expected = set(edit.alters.split())
    assert altered - stamps == {fact for fact in expected if not fact.startswith("asset:")}
    assert after.keys() - before.keys() == set(edit.adds.split())
    assert before.keys() - after.keys() == set(edit.drops.split())


def test_a_file_s_fact_changes_with_whatever_a_copy_would_show(tmp_path):
    """Other bytes of the same size, also where the time of writing is set back; the time alone is no size."""
    content = write_site(tmp_path, COUNTY)
    file = content / "files/a.pdf"
    found = []
    for data in (None, b"q" * 2000, b"r" * 2000):
        before = file.stat()
        if data is not None:
            file.write_bytes(data)
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        time.sleep(0.03)
        found.append(facts_of(read_edition(content, "", production=False, workers=1).contents))
    assert len({facts["asset:files/a.pdf"] for facts in found}) == 3
    assert len({facts["file:files/a.pdf"] for facts in found}) == 1


def test_every_kind_of_fact_has_its_words(tmp_path):
    """``desk why`` can say each; those that kinds of pages declare and those that there are."""
    units = {"units.csv": f"{SOUND['units.csv']}mzj,明川县民政局,县民政局,,部门,,\n"}
    money = {"villages/liulin/2026Q3-收支明细.csv": THIRD}
    everything = {**COUNTY, **LIBRARY, **EDITS["repealed"].files, **SOUND, **units, **money}
    generator = checked(tmp_path, everything, THEME=THEME)
    facts = {**facts_of(generator.edition.contents), **template_facts(generator.templates), **generator.facts}
    there = {name.partition(":")[0] for name in facts}
    declared = {fact for kind in generator.kinds for fact in kind.reads}
    assert there == set(KINDS) - {
        "address",
        "catalogue",
        "matrix",
        "map",
        "mapped",
        "places",
    }  # no 标准目录, no map here
    assert declared <= set(KINDS)


def test_facts_are_the_same_in_every_process_and_order(tmp_path):
    """Of the same content in two folders, stamps of files apart."""
    one, other = (
        {
            name: told
            for name, told in facts_of(checked(tmp_path / folder, COUNTY).edition.contents).items()
            if not name.startswith("asset:")
        }
        for folder in ("a", "b")
    )
    assert list(one.items()) == list(other.items())


def test_a_digest_tells_values_apart():
    """Records, lists, numbers; a short text is its own digest, a long one is not."""
    values = [
        "", "a", "x" * 24, "x" * 25, "x" * 26, 1, 2, None, True, [], ["a"], ["a", "b"], ["ab"], [["a"], "b"], {"a": 1},
        Column(id="a", name="a", path="a"), Column(id="a", name="b", path="a"), b"", b"a", (1, 2), (2, 1),
    ]  # fmt: skip
    assert len({digest(value) for value in values}) == len(values)
    assert digest("x" * 24) == "x" * 24
    assert len(digest("x" * 25)) == 24
    assert digest([1, ("a",)]) == digest((1, ["a"]))


@pytest.mark.parametrize(
    ("day", "mark"),
    [
        ("2026-11-17", ("", "")),
        ("2026-11-18", ("公示中", "live")),
        ("2026-11-24", ("公示中", "live")),
        ("2026-11-25", ("公示结束", "done")),
    ],
)
def test_a_notice_is_marked_by_the_day(day, mark):
    """Both of its days belong to its period; another kind of period has other words."""
    assert list_mark(article(**NOTICE), day) == mark
    call = {"type": "consultation", "phase": "征集公告", "open_from": "2026-11-18", "open_to": "2026-11-24"}
    words = {"公示中": "进行中", "公示结束": "已结束", "": ""}
    assert list_mark(article(**call), day) == (words[mark[0]], mark[1])
    assert list_mark(article(**call | {"phase": "结果反馈"}), day) == ("", "")


@pytest.mark.parametrize("validity", ["修改", "部分失效", "失效", "废止"])
def test_what_is_no_longer_in_force_says_so_first(validity):
    """Whatever else could be said."""
    assert list_mark(article(**NOTICE, validity=validity), "2026-11-20") == (validity, "void")
    assert list_mark(article(**POLICY | {"validity": validity}), "2026-11-20") == (validity, "void")


def test_a_form_is_told_and_the_ordinary_is_not():
    """图解 and 问答; 文字 goes without saying, and so does 有效."""
    interpretation = {"type": "interpretation", "interprets": "x"}
    assert list_mark(article(**interpretation, form="图解"), "2026-11-20") == ("图解", "plain")
    assert list_mark(article(**interpretation), "2026-11-20") == ("", "")
    assert list_mark(article(**POLICY), "2026-11-20") == ("", "")


def _templates(folder: Path, texts: dict[str, str]) -> dict[str, str]:
    for name, text in texts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return template_facts(folder)


TEMPLATES = {
    "base.html": "{% from 'macros.html' import m %}{% block b %}{% endblock %}",
    "column.html": '{% extends "base.html" %}{%- include "partials/list.html" -%}',
    "topic.html": '{% extends "column.html" %}',
    "plain.html": "nothing",
    "macros.html": "{% macro m() %}{% endmacro %}",
    "partials/list.html": '{% import "partials/icon.svg" as icon %}',
    "partials/icon.svg": "<svg/>",
}
REACH = {
    "base.html": "base.html column.html topic.html",
    "column.html": "column.html topic.html",
    "topic.html": "topic.html",
    "plain.html": "plain.html",
    "macros.html": "macros.html base.html column.html topic.html",
    "partials/list.html": "partials/list.html column.html topic.html",
    "partials/icon.svg": "partials/icon.svg partials/list.html column.html topic.html",
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_s_fact_changes_with_all_that_it_draws_in(tmp_path, name):
    """What it extends, includes and imports, and what that does; no other."""
    before = _templates(tmp_path, TEMPLATES)
    assert list(before) == sorted(f"template:{name}" for name in TEMPLATES)
    after = _templates(tmp_path, {name: TEMPLATES[name] + " "})
    changed = {fact.removeprefix("template:") for fact in before if before[fact] != after[fact]}
    assert changed == set(REACH[name].split())


@pytest.mark.parametrize(
    "reference",
    [
        '{% include "partials/icon.svg" %}',
        "{%include 'partials/icon.svg'%}",
        '{%- include "partials/icon.svg" -%}',
        '{%+ include "partials/icon.svg" %}',
        '{% include\n"partials/icon.svg" ignore missing with context %}',
        '{% include ["nowhere.html", "partials/icon.svg"] ignore missing %}',
        '{% include "nowhere.html" if page else "partials/icon.svg" %}',
        '{% include "partials/" ~ "icon.svg" %}',
        "{% include name %}",
        "{% extends layout %}",
        '{% import "partials/icon.svg" as icon %}',
        '{% from "partials/icon.svg" import icon with context %}',
        '{% if page %}{% include "plain.html" %}{% else %}{% include "partials/icon.svg" %}{% endif %}',
    ],
)
def test_every_way_to_draw_in_a_template_is_seen(tmp_path, reference):
    """A name that is worked out could be any template, so all of them count."""
    texts = {**TEMPLATES, "x.html": reference}
    before = _templates(tmp_path, texts)
    after = _templates(tmp_path, {"partials/icon.svg": "<svg></svg>"})
    assert before["template:x.html"] != after["template:x.html"]
    assert before["template:plain.html"] == after["template:plain.html"]


def test_templates_may_draw_in_each_other(tmp_path):
    """A circle of imports ends; a template that is missing and comes changes those that ask for it."""
    texts = {
        "a.html": '{% import "b.html" as b %}{% include "later.html" ignore missing %}',
        "b.html": '{% import "a.html" as a %}',
    }
    before = _templates(tmp_path, texts)
    after = _templates(tmp_path, {"later.html": "there"})
    assert before["template:a.html"] != after["template:a.html"]
    assert before["template:b.html"] != after["template:b.html"]


def test_a_template_in_a_linked_folder_is_seen(tmp_path):
    """Jinja follows the link, so must we."""
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "footer.html").write_text("one")
    theme = tmp_path / "templates"
    theme.mkdir()
    (theme / "partials").symlink_to(shared)
    before = _templates(theme, {"base.html": '{% include "partials/footer.html" %}'})
    (shared / "footer.html").write_text("two")
    assert template_facts(theme)["template:base.html"] != before["template:base.html"]
