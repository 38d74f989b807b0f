"""The folder is the registry."""

from __future__ import annotations

from pathlib import Path

import plugins.content_types
from plugins.content_types import key_names, load_types

CORE = [
    "id",
    "type",
    "title",
    "published",
    "source",
    "publisher",
    "author",
    "editor",
    "reviewer",
    "summary",
    "keywords",
    "attachments",
    "status",
    "expires",
    "aliases",
    "index_no",
    "doc_no",
    "written",
    "topic",
    "validity",
    "repeals",
    "amends",
    "interprets",
    "statutory_class",
]


def test_every_module_is_a_type_and_every_type_has_the_core():
    """Names of interfaces that do not move."""
    modules = {path.stem for path in Path(plugins.content_types.__path__[0]).glob("*.py")} - {
        "__init__",
        "__main__",
        "core",
    }
    types = load_types()
    assert set(types) == modules
    for content_type in types.values():
        assert set(CORE) <= set(content_type.fields.model_fields)
        assert content_type.name
        assert content_type.archetype.startswith("---\n")


def test_every_core_field_has_a_chinese_name():
    """And the one editors use most is the one of the trade."""
    names = key_names()
    for key in CORE:
        assert [name for name, meant in names.items() if meant == key and not name.isascii()], key
    assert names["发布机构"] == "publisher"
    assert names["发文字号"] == names["文号"] == "doc_no"


def test_an_archetype_writes_only_keys_of_its_type():
    """What ``desk new`` will write must be accepted."""
    for content_type in load_types().values():
        header = content_type.archetype.split("---")[1]
        keys = {line.partition(":")[0] for line in header.strip().splitlines()}
        assert keys <= set(content_type.fields.model_fields)
        required = {key for key, info in content_type.fields.model_fields.items() if info.is_required()}
        assert required <= keys, content_type.id


def test_the_page_for_editors_is_as_the_types_are():
    """docs/content.md: `make docs` writes it anew."""
    from plugins.content_types.__main__ import pages

    assert (Path(__file__).parents[3] / "docs/content.md").read_text(encoding="utf-8") == "".join(pages())
