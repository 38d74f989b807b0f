"""What a run of ``make bench-build`` says: aims, the results file, and wishes that make no sense."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bench.build import __main__ as command
from bench.build import aims, hugo, ours, results
from bench.build.__main__ import read_wish
from bench.build.cases import CASES
from bench.build.measure import Run
from bench.build.preview import Preview, Sample
from bench.build.rounds import Timing, medians


def figures(wall: float, peak_pss: float = 100.0, written: float = 5.0) -> dict[str, float]:
    """The medians of one case."""
    return {"wall": wall, "peak_pss": peak_pss, "written": written}


def timing(case: str, wall: float, *, failed: str = "", wrong: str = "") -> Timing:
    """A run of ours."""
    done = Run(wall, wall, 1, 1, 0, 0, (), 0.0, failed)
    return Timing(1, "ours", case, done, wrong)


def test_aims_are_judged_against_the_quicker_of_hugos_builds():
    """Hugo's full build is the quicker of a build into nothing and one over its own output."""
    found = {
        "ours": {"cold": figures(12.0), "unchanged": figures(0.3), "body": figures(0.9)},
        "hugo": {"cold": figures(12.0, 1000.0), "body": figures(10.0, 900.0)},
    }
    verdicts = {aim.title: (aim.value, aim.verdict) for aim in aims.judge(found, None, None)}
    assert verdicts["cold, against Hugo"] == (1.2, "reached")
    assert verdicts["no change, against Hugo's full build"] == (0.03, "missed")
    assert verdicts["largest PSS of any case, against Hugo's"] == (0.1, "reached")
    assert verdicts["cold, against stock Pelican"] == (None, "not measured")
    assert verdicts["preview after saving an article, seconds"] == (None, "not measured")


@pytest.mark.parametrize(("seconds", "verdict"), [(0.31, "reached"), (0.7, "missed")])
def test_the_preview_is_judged_by_its_median(seconds, verdict):
    """Half a second after saving the page is shown again, or the aim is missed; the table says so."""
    found = aims.judge({}, None, seconds)
    row = next(line for line in results.aim_table(found).splitlines() if line.startswith("preview after saving"))
    assert row.split()[-3:] == ["0.500", f"{seconds:.3f}", verdict]


@pytest.mark.parametrize(("others", "said"), [(0.02, "quiet enough"), (1.6, "wall times say little")])
def test_growth_on_a_busy_machine_is_told(others, said):
    """Ratios of times that other programs stretched are not to be believed, and the table says so."""
    grown = {"articles": [100, 400, 1600], "wall": {"cold": [1.0, 4.0, None]}, "ratios": {}, "others": others}
    assert results.growth_table(grown).endswith(said)


def test_the_preview_has_a_table():
    """Medians and the most of each edit, start and memory; a preview that never started has dashes."""
    samples = {"body": [Sample(0.1, 0.25), Sample(0.2, 0.45), Sample(0.4, 0.95)]}
    table = results.preview_table(Preview(1.5, samples, 200_000_000, 150_000_000).as_json())
    row = next(line for line in table.splitlines() if line.startswith("one article's body"))
    assert [cell for cell in row.split() if cell != "│"][-5:] == ["0.200", "0.400", "0.450", "0.950", "3"]
    assert "first page after 1.50 s; PSS 150 MB between edits, 200 MB at most" in table
    assert "first page after — s" in results.preview_table(Preview(failed="it told no address").as_json())


def test_a_preview_that_fails_is_a_failure_of_the_run(tmp_path, monkeypatch, capsys):
    """A line that says why, exit status 1, and the reason in the results file."""
    failed = Preview(failed="it told no address in 3.0 s: exit status 2: 没有找到内容目录")
    monkeypatch.setattr(command, "RESULTS", tmp_path)
    monkeypatch.setattr(command, "measure", lambda *_: iter(()))
    monkeypatch.setattr(command, "measure_preview", lambda *_: failed)
    wish = read_wish({"ARTICLES": "200", "VILLAGES": "1", "ENGINES": "ours"})
    assert command._compare(wish, [ours.engine()], tmp_path) == 1
    said = capsys.readouterr().out
    assert f"FAILED  preview: {failed.failed}" in said.splitlines()
    report = json.loads((tmp_path / "build.json").read_text(encoding="utf-8"))
    assert report["preview"]["failed"] == failed.failed
    assert report["aims"][-1]["verdict"] == "not measured"


def test_runs_that_failed_do_not_count():
    """A failed run, or one whose output is wrong, is in no median."""
    timings = [timing("cold", 1.0), timing("cold", 3.0), timing("cold", 90.0, failed="exit status 1")]
    timings.append(timing("body", 0.1, wrong="the page does not show the new sentence"))
    assert medians(timings)["ours"]["cold"]["wall"] == 2.0
    assert "body" not in medians(timings)["ours"]


def test_the_results_file_keeps_what_another_run_wrote(tmp_path):
    """Growth and comparison are measured by different runs and stand side by side; a spoilt file is written anew."""
    path = tmp_path / "results/build.json"
    results.write(path, {"growth": 1})
    results.write(path, {"medians": 2})
    assert json.loads(path.read_text()) == {"schema_version": 1, "growth": 1, "medians": 2}
    path.write_text("{half a fi")
    assert results.write(path, {"medians": 3}) == {"schema_version": 1, "medians": 3}


def test_tables_print_what_was_not_measured_as_a_dash():
    """A run without Pelican still has its table."""
    found = {"ours": {"cold": {**figures(12.0), "cpu": 20.0}}, "hugo": {"cold": {**figures(10.0), "cpu": 9.0}}}
    row = next(line for line in results.case_table(found).splitlines() if line.startswith("cold"))
    assert "12.00" in row
    assert "1.200" in row
    assert row.rstrip().endswith("—")


def test_a_generator_that_is_not_installed_is_told():
    """Its absence is a failure with its reason, not a shorter table."""

    def absent() -> str:
        raise FileNotFoundError("Hugo is not installed")

    there, missing = results.versions([ours.engine(), replace(hugo.engine(), version=absent)])
    assert list(there) == ["ours"]
    assert missing == {"hugo": "Hugo is not installed"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ARTICLES", "many"),
        ("ARTICLES", "3"),
        ("ROUNDS", "0"),
        ("VILLAGES", "-1"),
        ("ENGINES", "ours,jekyll"),
        ("CASES", "warm"),
        ("CASES", "body,preveiw"),
    ],
)
def test_wishes_that_make_no_sense_are_told(name, text):
    """One line that names the wish, not a traceback."""
    with pytest.raises(ValueError, match=name):
        read_wish({name: text})


def test_growth_is_one_round_unless_more_are_wished():
    """The defaults of the two kinds of run."""
    assert read_wish({}).rounds == 3
    assert read_wish({"GROWTH": "1"}).rounds == 1
    assert read_wish({"GROWTH": "1", "ROUNDS": "2"}).rounds == 2
    assert not read_wish({"GROWTH": "0"}).growth


def test_growth_needs_documents_enough_at_a_quarter_of_the_size():
    """The edits fall on documents in the middle of a column, which must have some."""
    with pytest.raises(ValueError, match="ARTICLES"):
        read_wish({"GROWTH": "1", "ARTICLES": "399"})


@pytest.mark.parametrize(
    ("asked", "measured"),
    [
        ({}, True),
        ({"ENGINES": "ours"}, True),
        ({"ENGINES": "hugo,pelican"}, False),
        ({"CASES": "cold,body"}, False),
        ({"CASES": "body, preview"}, True),
    ],
)
def test_the_preview_is_measured_unless_it_is_left_out(asked, measured):
    """It is one of ours, and among the cases that are measured when none is named; no build is measured in it."""
    wish = read_wish(asked)
    assert wish.preview is measured
    assert set(wish.cases) <= set(CASES)


def test_the_preview_cannot_be_wished_without_ours():
    """A wish that would be left unfulfilled is told."""
    with pytest.raises(ValueError, match="preview"):
        read_wish({"ENGINES": "hugo", "CASES": "preview"})
