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
