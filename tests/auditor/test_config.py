"""The auditor's configuration file."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.config import Config, load_config
from auditor.errors import BadInput

EXAMPLE = Path(__file__).parents[2] / "docs/auditor.example.toml"


def config(tmp_path, text):
    """Write and read a configuration."""
    path = tmp_path / "audit.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def test_the_example_sets_every_option_to_its_default():
    """So that the example is the reference, and stays it."""
    import tomllib

    import msgspec

    defaults = msgspec.json.decode(msgspec.json.encode(Config()))
    assert tomllib.loads(EXAMPLE.read_text(encoding="utf-8")) == defaults
    assert load_config(EXAMPLE) == Config() == load_config(None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[crawl]\nmax_page = 3\n", "crawl.max_pages"),
        ("[crawll]\n", "crawl"),
        ('[crawl]\nmax_pages = "many"\n', "max_pages"),
        ("[crawl\n", "TOML"),
    ],
)
def test_a_wrong_setting_is_refused_with_the_near_name(tmp_path, text, says):
    """A misspelt setting never passes unnoticed."""
    with pytest.raises(BadInput) as caught:
        config(tmp_path, text)
    assert says in str(caught.value)
    assert "audit.toml" in str(caught.value)


def test_a_missing_file_is_bad_input(tmp_path):
    """Where and what, not a traceback."""
    with pytest.raises(BadInput, match="读不到"):
        load_config(tmp_path / "none.toml")


def test_columns_that_must_be_updated_are_read(tmp_path):
    """Names, days, and a clause where one asks for it."""
    (column,) = config(tmp_path, '[freshness]\ncolumns = [{ names = ["会议公开"], days = 30 }]\n').freshness.columns
    assert (column.names, column.days, column.clause) == (("会议公开",), 30, "")


@pytest.mark.parametrize(
    "text",
    ['columns = [{ names = ["会议公开"], days = 0 }]', 'columns = [{ names = "会议公开", days = 3 }]', 'columns = [{ days = 3 }]',
     'columns = [{ names = ["会议公开"], dayz = 3 }]'],
)  # fmt: skip
def test_a_column_that_cannot_be_meant_is_refused(tmp_path, text):
    """With the file's name, never a traceback."""
    with pytest.raises(BadInput, match=r"audit\.toml"):
        config(tmp_path, f"[freshness]\n{text}\n")


def test_a_column_may_only_stand_on_a_clause_of_the_rule_file(tmp_path):
    """A finding of a misspelt clause would count nowhere."""
    from auditor.audit import Options, run_audit

    (tmp_path / "index.html").write_text("<title>甲</title><p>乙</p>", encoding="utf-8")
    wrong = config(tmp_path, '[freshness]\ncolumns = [{ names = ["甲"], days = 3, clause = "第九条" }]\n')
    with pytest.raises(BadInput, match="没有条款“第九条”"):
        run_audit(str(tmp_path), Options(config=wrong, browser=False), lambda _: None)
