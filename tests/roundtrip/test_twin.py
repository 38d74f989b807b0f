"""The crippled twin: each of its twenty defects is found where it was seeded, and costs what the sheet says."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from standards.rulefile import load_rules
from tests.roundtrip.expected import expected, found
from tests.roundtrip.twin import PAGE, Edit, Seed, Sheets, cripple, read_twin, sheets
from tests.roundtrip.twin_page import items_of, lost_of, page, rows_of

TWIN = read_twin()


@pytest.fixture(scope="module")
def both(audited, demo_output, tmp_path_factory) -> Sheets:
    """The county and its twin, audited and scored once for all of them."""
    return sheets(demo_output, audited.out, audited.state, tmp_path_factory.mktemp("twin"))


def fingerprints(report: dict, seed: Seed) -> set[str]:
    """The findings of a report that a seed must give."""
    return {one["fingerprint"] for one in report["findings"] if found([one])[0] in seed.findings}


@pytest.mark.browser
@pytest.mark.nginx
def test_the_twin_has_the_county_s_findings_those_of_its_seeds_and_no_other(both):
    """Each of the twenty by its check, with its verdict, at its place; nothing of the county's is lost for them."""
    seeded = [line for seed in TWIN.seeds for line in seed.findings]
    assert found(both.twin["findings"]) == sorted([*expected(), *seeded])


@pytest.mark.browser
@pytest.mark.nginx
def test_every_row_loses_what_its_seeds_cost(both):
    """Caps included; a row that no seed touches has the same points on both sheets."""
    for part, told in (("deduction", "costs"), ("bonus", "bonus")):
        wanted: dict[str, float] = defaultdict(float)
        for seed in TWIN.seeds:
            for code, points in getattr(seed, told).items():
                wanted[code] += points
        county, twin = rows_of(both.county, part), rows_of(both.twin, part)
        lost = {code: points for code in county if (points := lost_of(county[code], twin[code]))}
        assert lost == {code: pytest.approx(points) for code, points in wanted.items()}


@pytest.mark.browser
@pytest.mark.nginx
@pytest.mark.parametrize("seed", TWIN.seeds, ids=lambda seed: seed.id)
def test_what_a_seed_costs_hangs_on_its_own_findings(both, seed):
    """No point and no veto without the evidence for it."""
    own = fingerprints(both.twin, seed)
    assert len(own) == len(seed.findings)
    rows = rows_of(both.twin, "deduction") | rows_of(both.twin, "bonus")
    for code in (*seed.costs, *seed.bonus):
        assert own & set(rows[code]["finding_fingerprints"]), code
    vetoes = items_of(both.twin, "veto")
    for code in seed.veto:
        assert own & set(vetoes[code]["finding_fingerprints"]), code


@pytest.mark.browser
@pytest.mark.nginx
def test_vetoes_are_suspected_until_a_person_confirms_them(both):
    """The seeds raise just their own; software's last word is 疑似, a person's is 不合格."""
    raised = {code for seed in TWIN.seeds for code in seed.veto}
    standing = {code: item["status"] for code, item in items_of(both.twin, "veto").items()}
    assert {code for code, status in standing.items() if status != "合格"} == raised
    assert {standing[code] for code in raised} == {"疑似"}
    assert both.twin["score"]["qualified"] == "疑似不合格（待人工核实）"
    assert both.confirmed["score"]["qualified"] == "不合格"
    assert both.confirmed["score"]["total"] is None
    assert {code for code, item in items_of(both.confirmed, "veto").items() if item["status"] == "不合格"} == raised


@pytest.mark.browser
@pytest.mark.nginx
def test_with_the_questionnaire_the_points_are_figures_and_not_ranges(both):
    """The county qualifies with its bonus; the twin's points are closed, and too few for any bonus."""
    county, twin = both.county["score"], both.twin["score"]
    assert (county["status"], county["qualified"]) == ("complete", "合格")
    assert county["total"] == county["min"] == county["max"] > county["base_min"] > 80
    assert twin["min"] == twin["max"] == twin["base_min"] == twin["base_max"] < 80
    assert twin["base_min"] == pytest.approx(county["base_min"] - sum(sum(s.costs.values()) for s in TWIN.seeds))


@pytest.mark.browser
@pytest.mark.nginx
def test_the_score_made_again_has_the_same_bytes_and_the_page_is_what_was_found(both):
    """`auditor score report.json --answers`; docs/twin.md is written anew by `make twin`."""
    assert both.again == {"county": True, "twin": True}
    assert page(both, TWIN) == PAGE.read_text(encoding="utf-8")


def test_there_are_twenty_seeds_and_each_cites_a_row_of_the_rule_file():
    """Over the whole sheet, not twenty variants of one thing."""
    rules = load_rules()
    assert len({seed.id for seed in TWIN.seeds}) == len(TWIN.seeds) == 20
    assert {seed.clause for seed in TWIN.seeds} <= {row.clause for row in rules.rows}
    assert {code for seed in TWIN.seeds for code in (*seed.costs, *seed.bonus)} <= {row.code for row in rules.rows}
    assert max(Counter(seed.findings[0].split(" ")[0] for seed in TWIN.seeds).values()) <= 3


def test_a_seed_that_changes_nothing_is_told(tmp_path):
    """Else the twin would be well, and the auditor blind."""
    (tmp_path / "index.html").write_text("<p>文</p>", encoding="utf-8")
    seed = Seed("gone", "改没了的", "", (), (Edit(("index.html", "none/*.html"), "<main>", ""),))
    with pytest.raises(ValueError, match=r"gone: <main> stands on none of index\.html, none"):
        cripple(tmp_path, [seed])
