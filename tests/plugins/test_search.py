"""search/index.json."""

from __future__ import annotations

import json

from tests.plugins.small_site import build, document, tree


def test_a_document_is_found_by_title_number_and_village(tmp_path):
    """Newest first; the theme's script reads t, u, d and c."""
    files = {
        "tzgg/tzgg-1.md": document(doc_no="明财发〔2026〕1号", index_no="1/2"),
        "villages/liulin/a.md": document("a", section="财务", item="cwsz", published="2026-10-16 09:00"),
    }
    build(tmp_path, files)
    assert json.loads(tree(tmp_path / "output")["search/index.json"]) == [
        {"t": "关于公开的通知", "u": "/villages/liulin/2026-10/a.html", "d": "2026-10-16", "c": "柳林村"},
        {"t": "关于公开的通知（明财发〔2026〕1号，1/2）", "u": "/tzgg/2026-10/tzgg-1.html", "d": "2026-10-15", "c": "通知公告"},
    ]  # fmt: skip
