"""docs/records.md is what editors copy from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.records.schema import KINDS, load_schema, schema_names
from tests.conftest import ROOT

TEXT = (ROOT / "docs/records.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", schema_names())
def test_the_heads_of_every_schema_are_there(tmp_path, name):
    """As the first line of a file, with what is required and what may be chosen."""
    schema, _ = load_schema(name, tmp_path, "", "")
    part = TEXT.partition(f'（`records = "{name}"`）')[2].partition("\n### ")[0]
    assert f"\n{','.join(schema.heads)}\n" in part
    assert f"必填：{'、'.join(field.head for field in schema.fields if field.required)}。" in part
    assert all(f"- {field.head}：{'；'.join(field.choices)}\n" in part for field in schema.fields if field.choices)
    assert str(schema.limit or "不计算") in part


def test_the_example_of_an_own_schema_is_sound(tmp_path):
    """And every kind of cell is told."""
    example = re.search(r"```toml\n(.*?)```", TEXT, re.DOTALL)[1]
    Path(tmp_path, "records.toml").write_text(example, encoding="utf-8")
    assert load_schema("records.toml", tmp_path, "", "")[1] == []
    assert all(f"| `{kind}` |" in TEXT for kind in KINDS)
