"""Pages to print: boards, posters, sheets of codes, and a document that becomes a sheet."""

from __future__ import annotations

import re

from plugins.notice_board.codes import code_of
from tests.plugins.notice_board.site import FILES, THEME
from tests.plugins.small_site import build, document, made, problems


def pages(tmp_path) -> dict[str, str]:
    """The HTML of all pages below villages/."""
    build(tmp_path, FILES, THEME=THEME)
    folder = tmp_path / "output"
    return {str(file.relative_to(folder)): file.read_text("utf-8") for file in folder.glob("villages/**/*.html")}


def test_poster_board_and_sheet_carry_the_code_of_the_village(tmp_path):
    """And the address in print, and who answers."""
    found = pages(tmp_path)
    host = re.search(r'<link rel="canonical" href="(https://[^/]+)', found["villages/liulin/index.html"])
    code = code_of(f"{host[1]}/villages/liulin/")
    for page in ("villages/liulin/poster.html", "villages/liulin/wall/index.html", "villages/towns/qingxi/qr.html"):
        assert code.path in found[page], page
    assert f"{host[1]}/villages/liulin/" in found["villages/liulin/poster.html"]
    assert "0000-5550202" in found["villages/liulin/poster.html"]
    assert found["villages/towns/qingxi/qr.html"].count('class="code"') == 3


def test_nothing_that_is_printed_needs_a_script_or_a_style_of_its_own(tmp_path):
    """A Content-Security-Policy without exceptions; every drawing has a name."""
    for path, page in pages(tmp_path).items():
        if path.endswith(("wall/index.html", "poster.html", "qr.html", "kiosk/index.html")):
            assert not re.search(r" style=|<style| on\w+=", page), path
            assert all('role="img" aria-label="' in svg for svg in re.findall(r'<svg class="code"[^>]*>', page))


def test_every_sheet_has_its_facts_and_a_place_for_the_stamp(tmp_path):
    """On the board and on the document's own page, from which both papers are one click away."""
    found = pages(tmp_path)
    for path, sheets in (("villages/liulin/wall/index.html", 2), ("villages/liulin/2026-10/a.html", 1)):
        assert found[path].count("盖章处") >= sheets
        assert found[path].count("张贴日期") >= sheets
        assert "2026年第三季度" in found[path]
    page = found["villages/liulin/2026-10/a.html"]
    for paper in ("gk-a4", "gk-a3"):
        assert f'<a href="#{paper}">' in page
        assert page.index(f'id="{paper}"') < page.index('<header class="head">')  # what follows can be styled by it


def test_documents_may_link_to_these_pages(tmp_path):
    """They are known addresses, and reserved ones."""
    links = "\n".join(
        f"[页](/{path})"
        for path in (
            "villages/liulin/wall/",
            "villages/liulin/poster.html",
            "villages/liulin/kiosk/",
            "villages/towns/qingxi/qr.html",
            "villages/towns/qingxi/kiosk/",
            "kiosk/",
        )
    )
    assert problems(tmp_path, {**FILES, "tzgg/tzgg-1.md": document(body=links + "\n")}) == []
    taken = problems(tmp_path / "b", {**FILES, "kiosk/column.toml": 'name = "查询"\n'})
    assert any("已被系统使用" in line for line in taken)


def test_a_site_without_villages_has_no_such_pages(tmp_path):
    """And asks for nothing."""
    none = dict.fromkeys(FILES) | {"villages/column.toml": None}
    found = made(tmp_path, none)
    assert not [path for path in found if "kiosk" in path.partition("theme")[0] or "wall" in path.partition("theme")[0]]
