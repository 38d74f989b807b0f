"""What the tables of 标准目录 are made of."""

from __future__ import annotations

import pytest

from standards.grassroots import CARRIERS, FIELDS, field_number, parse_carriers, parse_processes


def test_there_are_26_fields_and_former_names_are_theirs():
    """A county's own field has no number."""
    assert len(set(FIELDS)) == 26
    assert field_number("重大建设项目") == 1
    assert field_number("扶贫") == field_number("乡村振兴") == 26
    assert field_number("涉农资金") == 0


def test_the_list_of_carriers_is_read_with_its_marks():
    """■ 必选, □ 可选, however they are set apart; brackets, quotation marks and a portal's full name do not matter."""
    text = "■县人民政府门户网站（专栏）\n□“两微一端”、■社区/企事业单位/村公示栏(电子屏)□其他：镇村广播"
    assert [(carrier.name, carrier.must) for carrier in parse_carriers(text)] == [
        ("政府网站", True),
        ("两微一端", False),
        ("社区/企事业单位/村公示栏（电子屏）", True),
        ("其他：镇村广播", False),
    ]
    assert len(parse_carriers(" ".join(f"□{name}" for name in CARRIERS))) == len(CARRIERS)


@pytest.mark.parametrize("text", ["政府网站", "网站 ■政府网站", "■", "■ □政府公报", "■政府网站 ■政府网站"])
def test_a_malformed_list_is_refused(text):
    """A name without a mark, a mark without a name, the same twice."""
    with pytest.raises(ValueError, match=r"^[^\n]+$"):
        parse_carriers(text)


def test_processes_are_the_five():
    """With or without 公开; another word is named."""
    assert parse_processes("决策公开、结果/决策") == ("决策", "结果")
    with pytest.raises(ValueError, match=r"^公示$"):
        parse_processes("公示")
