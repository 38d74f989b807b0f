"""The folder is the registry, and a module that is not what its place says is refused."""

from __future__ import annotations

import sys
from types import ModuleType

import msgspec
import pytest

from auditor import checks
from auditor.checks import load_checks
from auditor.checks.links import dead_page


@pytest.fixture
def module(monkeypatch):
    """A module that stands at links/made_up.py, still without its CHECK."""
    made_up = ModuleType("auditor.checks.links.made_up")
    monkeypatch.setitem(sys.modules, made_up.__name__, made_up)
    return made_up


def load():
    """Load the made-up module as the registry would."""
    return checks._load(checks.HERE / "links/made_up.py")


def test_loading_twice_gives_the_same_records():
    """Checks are plain records, in the order of ids."""
    assert load_checks() is load_checks()
    assert [check.id for check in load_checks()] == sorted(check.id for check in load_checks())


def test_a_module_without_a_check_is_refused(module):
    """A half-written check must not be silently absent."""
    with pytest.raises(TypeError, match="made_up"):
        load()


def test_an_id_that_is_not_its_place_is_refused(module):
    """A copied module with the old id would stand in for the other check."""
    module.CHECK = dead_page.CHECK
    with pytest.raises(ValueError, match=r"links/dead_page.*links/made_up"):
        load()


def test_a_family_that_reports_do_not_know_is_refused(module, monkeypatch):
    """The families are a closed list of the report's schema."""
    folder = checks.HERE / "made_up_family/made_up.py"
    monkeypatch.setitem(sys.modules, "auditor.checks.made_up_family", ModuleType("auditor.checks.made_up_family"))
    monkeypatch.setitem(sys.modules, "auditor.checks.made_up_family.made_up", module)
    module.CHECK = msgspec.structs.replace(dead_page.CHECK, id="made_up_family/made_up")
    with pytest.raises(ValueError, match="made_up_family"):
        checks._load(folder)


def test_a_right_module_is_taken(module):
    """Nothing but the module itself is needed to add a check."""
    module.CHECK = msgspec.structs.replace(dead_page.CHECK, id="links/made_up")
    assert load() is module.CHECK
