"""A statement judged: one wrong cell is one message, with its line and what to do."""

from random import Random

import pytest

from tests.conftest import ROOT
from tests.plugins.village_finance.tables import DEBTS, SIGNED, THIRD, csv, faults


def test_a_sound_statement_is_read_as_it_was_meant() -> None:
    found = csv()
    assert found.faults == ()
    ((brief, statement),) = found.statements
    assert (brief.opening, brief.closing) == (5238000, 7646000)
    assert brief.totals == {"income": 3380000, "expense": 972000}
    assert (brief.signed, brief.latest) == ("2026-10-12", "2026-09-09")
    assert statement.rows[2].cells == ("2026-07-22", "提灌站维修", "", "5420.00", "65560.00")
    assert statement.signed[1] == ("审核（村务监督委员会）", "周满仓")


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "said"),
    [
        ("80760", "80670", 7, 5, "余额写的是 80,670.00 元，应为 80,760.00 元（上一行 65,560.00 ＋ 收入 15,200.00）"),
        ("合计,33800", "合计,33900", 9, 3, "“合计”的收入写的是 33,900.00 元，各行相加是 33,800.00 元"),
        ("9720,76460", "9720,76640", 9, 5, "“合计”的余额写的是 76,640.00 元，最后一笔的余额是 76,460.00 元"),
        ("18600,,70980", "18600,100,70980", 5, 4, "收入和支出都填了"),
        ("15200,,80760", ",,65560", 7, 3, "收入和支出都没有填"),
        ("2026.7.22", "2026.6.22", 6, 1, "日期 2026-06-22 不在这一期（2026-07-01 至 2026-09-30）里"),
        ("2026.7.22", "七月底", 6, 1, "“七月底”不是日期"),
        ("2026.7.22", "", 6, 1, "“日期”没有填"),
        ("提灌站维修", "", 6, 2, "“摘要”没有填"),
        ('"5,420"', "五千四", 6, 4, "“五千四”不是金额"),
        ("上季度结转,,,52380", "上季度结转,,,", 4, 5, "“上季度结转”没有写余额"),
        ("2026年第三季度财务", "2026年第二季度财务", 1, 0, "标题写的是2026年第二季度，文件名写的是2026年第三季度"),
        ("日期,摘要", "日期,摘要和说法", 3, 2, "不认识的列“摘要和说法”"),
        ("支出,余额", "支出（万元）,余额（元）", 3, 0, "金额单位写了元和万元"),
        ("提灌站维修", "提灌站维修（联系13812345678）", 6, 2, "有手机号码 138********"),
        ("负责人：柳长青", "", 10, 0, "表下面没有写负责人"),
        ("周满仓", "", 10, 0, "审核人（村务监督委员会或者监事会）没有签名"),
    ],
)
def test_one_wrong_cell_is_told_with_its_place(old: str, new: str, line: int, column: int, said: str) -> None:
    assert old in THIRD
    found = faults(THIRD.replace(old, new, 1))
    assert (line, column, said) in [told[:3] for told in found]
    assert all(told[3] for told in found)


def test_a_mistyped_balance_is_told_once_and_not_again_below() -> None:
    assert [told[0] for told in faults(THIRD.replace("80760", "80670"))] == [7]


def test_a_balance_wrong_from_one_row_on_is_told_once_too() -> None:
    text = THIRD.replace("80760", "80670").replace(",76460\n,合计", ",76370\n,合计").replace("9720,76460", "9720,76370")
    assert [told[0] for told in faults(text)] == [7]


def test_all_faults_come_in_one_report() -> None:
    text = (
        THIRD.replace("70980", "70890")
        .replace("合计,33800", "合计,1")
        .replace("周满仓", "")
        .replace("8月6日", "8月36日")
    )
    assert sorted({told[0] for told in faults(text)}) == [5, 7, 9, 10]


@pytest.mark.parametrize("said", ["更正上季度多记（红字冲销）", "冲回重复入账"])
def test_a_negative_amount_says_that_it_takes_back(said: str) -> None:
    negative = THIRD.replace("2026-09-09,机耕道清障,,４３００,76460", "2026-09-09,{},,-4300,85060").replace(
        "9720,76460", "1120,85060"
    )
    assert faults(negative.format(said)) == []
    assert [told[2] for told in faults(negative.format("机耕道清障"))] == ["“支出”是负数"]


def test_subtotals_of_months_and_an_empty_balance_are_worked_out() -> None:
    text = THIRD.replace("8月6日,", ",7月合计,18600,5420,\n8月6日,").replace("15200,,80760", "15200,,")
    assert faults(text) == []
    assert csv(text).statements[0][1].rows[4].cells[-1] == "80760.00"
    wrong = text.replace("7月合计,18600,5420", "7月合计,18600,5240")
    assert [told[2] for told in faults(wrong)] == ["“7月合计”的支出写的是 5,240.00 元，各行相加是 5,420.00 元"]


def test_ten_thousands_become_yuan() -> None:
    text = f"""柳林村2026年8月收支明细
金额单位：万元
时间,事由,收入金额,支出金额,结存,经办人
,上月结转,,,1.2,
8.5,鱼塘承包费,0.35,,1.55,何守田
{SIGNED}
"""
    ((brief, _),) = csv(text, period="2026-08").statements
    assert (brief.opening, brief.closing, brief.totals["income"]) == (1200000, 1550000, 350000)


def test_month_and_day_may_stand_in_columns_of_their_own() -> None:
    text = THIRD.replace("日期,", "月,日,").replace(",上季", ",,上季").replace("7月10日,", "7,10,")
    text = (
        text.replace("2026.7.22,", "7,22,")
        .replace("8月6日,", "8,6,")
        .replace("2026-09-09,", "9,9,")
        .replace(",合计", ",,合计")
    )
    assert faults(text) == []
    assert csv(text).statements[0][0].latest == "2026-09-09"


def test_who_signed_is_read_without_any_space_between() -> None:
    text = THIRD.replace(SIGNED, "制表人：何守田审核：周满仓负责人：柳长青,,,,")
    assert csv(text).statements[0][1].signed == (("制表人", "何守田"), ("审核", "周满仓"), ("负责人", "柳长青"))


def test_a_line_that_says_the_rest_is_blank_is_no_row() -> None:
    assert csv(THIRD.replace(",合计", ",以下空白,,,\n,合计")).statements == csv().statements


def test_a_summary_with_a_colon_is_no_signature() -> None:
    text = THIRD.replace("提灌站维修", "会计代理费：三季度")
    assert faults(text) == []
    assert len(csv(text).statements[0][1].rows) == 6


def test_rows_below_the_signatures_are_not_lost_silently() -> None:
    found = faults(THIRD + "9月30日,补记水费,,300,76160\n")
    assert [told[:3] for told in found] == [(11, 0, "签名下面还有一行数字，没有读")]


def test_a_note_below_is_kept() -> None:
    text = THIRD + "备注：提灌站维修费由受益村民小组确认。,,,,\n"
    assert csv(text).statements[0][1].notes == ("备注：提灌站维修费由受益村民小组确认。",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "村里的账\n",
        "日期,摘要,收入,支出,余额\n",
        ",,,\n,,\n",
        '"没有结束',
        "\x00",
        "=1+1,2\n",
        THIRD.replace("65560", "="),
        THIRD.replace("18600", "=", 1),
    ],
)
def test_bad_files_are_told_and_never_a_traceback(text: str) -> None:
    assert faults(text)


def test_what_is_left_is_what_there_was_and_came_less_what_went() -> None:
    assert faults(DEBTS, "债权债务") == []
    ((brief, _),) = csv(DEBTS, "债权债务").statements
    assert {name: sums["closing"] for name, sums in brief.groups.items()} == {"债权": 1331800, "债务": 1243000}
    found = faults(DEBTS.replace(",12430\n,债务", ",12340\n,债务"), "债权债务")
    assert found[0][:3] == (5, 6, "期末余额写的是 12,340.00 元，应为 12,430.00 元（期初余额 ＋ 本期增加 － 本期减少）")


@pytest.mark.parametrize(
    ("table", "text"),
    [
        (
            "资产",
            "资产名称,数量,期初原值,本期增加,本期减少,期末原值\n晒谷场,1,9000,,,9000\n旧水泵,2,1200,,1200,\n合计,3,10200,,1200,9000\n",
        ),
        ("专项资金", "资金名称,来源,上期结余,拨入,支出,结余\n护林补助,县林业局,600,5400,5000,1000\n"),
        ("征地补偿", "征地项目,面积,补偿费到账,分配到户,结余\n变电站,12.5,450000,400000,50000\n"),
        ("资源发包", "发包项目,承包方,承包期限,本期应收,本期实收,未收\n东塘,养殖社,5年,18600,10000,8600\n"),
        ("工程项目", "项目名称,施工单位,合同金额,已付金额\n渠道清淤,远山工程队,42000,20000\n"),
        ("资源", "资源名称,面积(亩),利用方式\n东坡林地,128,集体经营\n"),
        ("财务计划", "类别,项目,计划金额\n收入,鱼塘承包,36000\n支出,水利维修,20000\n"),
        ("收益分配", "项目,金额\n提取公积金,12000\n成员分红,48000\n合计,60000\n"),
    ],
)
def test_every_other_kind_is_read(table: str, text: str) -> None:
    assert faults(text + SIGNED, table) == []
    assert len(csv(text + SIGNED, table).statements) == 1


def test_the_example_in_the_docs_is_sound() -> None:
    text = (ROOT / "docs/villages.md").read_text(encoding="utf-8")
    example = next(part for part in text.split("```") if "财务收支明细表" in part)
    assert faults(example.lstrip("\n")) == []


SCRAPS = (
    "",
    "=",
    "合计",
    "小计",
    "本年累计",
    "上期结转",
    "元",
    "1e9",
    "-",
    "(5)",
    "日期：",
    "审核：",
    "万元",
    "9" * 30,
    "〃",
    "2026",
    "\uffff",
)


def test_no_mangled_table_ends_in_a_traceback() -> None:
    rng = Random(7)
    for text, table in [(THIRD, "收支明细"), (DEBTS, "债权债务")] * 150:
        rows = [line.split(",") for line in text.splitlines()]
        for _ in range(rng.randint(1, 6)):
            row = rng.choice(rows)
            match rng.randrange(5):
                case 0:
                    row[rng.randrange(len(row))] = rng.choice(SCRAPS)
                case 1:
                    rows.insert(rng.randrange(len(rows)), [rng.choice(SCRAPS) for _ in range(rng.randint(1, 9))])
                case 2:
                    rng.shuffle(row)
                case 3 if len(rows) > 1:
                    rows.remove(row)
                case _:
                    row[:] = row[: rng.randint(1, len(row))]
        found = csv("\n".join(",".join(row) for row in rows), table)
        assert found.faults or found.statements
