"""What a cache is worth under: our code, the packages below it, the settings; not where or when a build runs."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from pelican.settings import read_settings

from plugins.build import stamp as stamping
from plugins.build.stamp import code_files, packages, stamp_of_settings
from tests.plugins.small_site import NOW, ROOT


def settings(**changes: object) -> dict[str, Any]:
    """Those of pelicanconf.py, with changes."""
    return read_settings(str(ROOT / "pelicanconf.py"), override=changes)


def test_it_is_the_same_every_time_and_everywhere(tmp_path):
    """In another process, another folder, under another hash seed."""
    program = (
        "from pelican.settings import read_settings\nfrom plugins.build.stamp import stamp_of_settings\n"
        f"print(stamp_of_settings(read_settings({str(ROOT / 'pelicanconf.py')!r})))"
    )
    here = stamp_of_settings(settings())
    assert len(here) == 32
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == here


@pytest.mark.parametrize(
    "changes",
    [
        {"NOW": NOW},
        {"PRODUCTION": True},
        {"JOBS": 7},
        {"PATH": str(ROOT / "tests")},
        {"OUTPUT_PATH": "elsewhere"},
        {"THEME": str(ROOT / "tests/plugins/theme")},
        {"IMAGE_CACHE": ""},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_where_and_when_a_build_runs_is_no_part_of_it(changes):
    """What of these changes a page is a fact of its own: documents, templates, the day."""
    assert stamp_of_settings(settings(**changes)) == stamp_of_settings(settings())


@pytest.mark.parametrize(
    "changes",
    [
        {"PLUGINS": ["plugins.sitemap"]},
        {"TIMEZONE": "UTC"},
        {"SITEURL": "https://a.example"},
        {"SOMETHING_NEW": 1},
        {"SOMETHING_NEW": {"a": [1, 2]}},
        {"JINJA_ENVIRONMENT": {"autoescape": True, "trim_blocks": False}},
    ],
    ids=repr,
)
def test_a_setting_changes_it(changes):
    """Also one that nobody has thought of."""
    assert stamp_of_settings(settings(**changes)) != stamp_of_settings(settings())


def test_one_word_of_a_setting_that_holds_a_class_changes_it():
    """JINJA_ENVIRONMENT names StrictUndefined beside what decides how every page looks."""
    before = settings()["JINJA_ENVIRONMENT"]
    assert before["trim_blocks"] is True
    after = {**before, "trim_blocks": False}
    assert stamp_of_settings(settings(JINJA_ENVIRONMENT=after)) != stamp_of_settings(settings())


def test_settings_differ_also_where_neither_can_be_written_down():
    """Functions are told apart by name."""
    from jinja2 import StrictUndefined, Undefined

    one, other = ({"undefined": kind} for kind in (StrictUndefined, Undefined))
    assert stamp_of_settings(settings(JINJA_ENVIRONMENT=one)) != stamp_of_settings(settings(JINJA_ENVIRONMENT=other))


def test_its_files_are_all_our_modules():
    """Each room that a build runs, and nothing else of ours: the auditor's code makes no page."""
    files = {file.relative_to(ROOT).as_posix() for file in code_files()}
    assert {
        "plugins/build/stamp.py",
        "plugins/content_types/policy.py",
        "standards/privacy.py",
        "jobs/pool.py",
    } <= files
    assert {path.partition("/")[0] for path in files} == {"plugins", "standards", "jobs"}
    assert all(path.endswith(".py") for path in files)
    assert list(code_files()) == sorted(code_files())


def test_a_changed_module_changes_it(tmp_path, monkeypatch):
    """One letter, another name, one module more."""
    modules = [tmp_path / "a.py", tmp_path / "b.py"]
    for module in modules:
        module.write_text("x = 1\n")
    monkeypatch.setattr(stamping, "code_files", lambda plugins=(): modules)
    seen = {stamp_of_settings(settings())}
    modules[0].write_text("x = 2\n")
    seen.add(stamp_of_settings(settings()))
    modules[0] = modules[0].rename(tmp_path / "c.py")
    seen.add(stamp_of_settings(settings()))
    modules.append(tmp_path / "d.py")
    modules[2].write_text("")
    seen.add(stamp_of_settings(settings()))
    modules[1:] = modules[:0:-1]
    seen.add(stamp_of_settings(settings()))
    assert len(seen) == 5


def test_text_that_moves_from_one_module_to_the_next_changes_it(tmp_path, monkeypatch):
    """Names and texts are not run together."""
    modules = [tmp_path / "a.py", tmp_path / "b.py"]
    monkeypatch.setattr(stamping, "code_files", lambda plugins=(): modules)
    seen = set()
    for one, other in (("x", "y"), ("xb.py\0y", ""), ("", "xy"), ("xy", "")):
        modules[0].write_text(one)
        modules[1].write_text(other)
        seen.add(stamp_of_settings(settings()))
    assert len(seen) == 4


def test_a_plugin_that_stands_elsewhere_counts(tmp_path, monkeypatch):
    """With every module of its package: it makes pages as ours do."""
    package = tmp_path / "outside"
    package.mkdir()
    for name in ("__init__", "part"):
        (package / f"{name}.py").write_text("")
    (tmp_path / "single.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    for name, file in (
        ("single", tmp_path / "single.py"),
        ("outside", package / "__init__.py"),
        ("outside", package / "part.py"),
    ):
        before = stamp_of_settings(settings(PLUGINS=["plugins.sitemap", name]))
        file.write_text("x = 1\n")
        assert stamp_of_settings(settings(PLUGINS=["plugins.sitemap", name])) != before, file


def test_a_plugin_that_is_not_there_is_another_s_trouble():
    """Loading it says so; its stamp does not fail before that."""
    assert stamp_of_settings(settings(PLUGINS=["plugins.sitemap", "nowhere"]))
    assert stamp_of_settings(settings(PLUGINS=[])) != stamp_of_settings(settings())


def test_packages_are_those_that_are_installed(tmp_path, monkeypatch):
    """By name and version, whatever the order of folders."""
    found = packages()
    assert any(name.startswith("pelican-4.12") for name in found)
    assert any(name.lower().startswith("markdown-") for name in found)
    assert found == sorted(found)
    place = tmp_path / "site-packages"
    (place / "other-1.0.dist-info").mkdir(parents=True)
    (place / "other").mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(place), str(tmp_path / "nowhere/site-packages")])
    assert set(packages()) == {*found, "other-1.0.dist-info"}
    before = stamp_of_settings(settings())
    (place / "other-1.0.dist-info").rename(place / "other-1.1.dist-info")
    assert stamp_of_settings(settings()) != before


def test_the_interpreter_counts(monkeypatch):
    """Another Python may sort, hash or print otherwise."""
    before = stamp_of_settings(settings())
    monkeypatch.setattr(sys, "version", "3.99.0 (main)")
    assert stamp_of_settings(settings()) != before
