"""Title, number and signature, as offices really write them, and where nothing may be taken for one."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.desk.word.heads import day_of, read_heads
from plugins.desk.word.lines import Line

UNITS = {"明川县财政局", "明川县民政局", "县财政局"}
BODY = "各单位要高度重视，认真落实。"


def plain(text):
    """A paragraph without looks."""
    return Line(None, text)


def middle(text):
    """A centred one."""
    return Line(None, text, centred=True)


def heads(*lines):
    """Read lines; texts stand for paragraphs without looks."""
    return read_heads([plain(line) if isinstance(line, str) else line for line in lines], UNITS)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ([Line(None, "关于预算的通知", is_title=True), BODY], "关于预算的通知"),
        ([middle("明川县财政局文件"), middle("明川县财政局"), middle("关于预算的"), middle("通知"), BODY], "明川县财政局关于预算的通知"),
        ([middle("关于预算的通知"), middle("（2026年11月12日）"), BODY], "关于预算的通知"),
        ([middle("供水保障十问"), middle("编者按"), BODY], "供水保障十问"),
        ([middle("关于 A 类\n项目的公告"), BODY], "关于 A 类项目的公告"),
        (["特急", Line(None, "关于预算的通知", strong=True), "各单位：", BODY], "关于预算的通知"),
        ([Line(None, "供水保障", level=1), BODY], "供水保障"),
        (["停水公告", BODY], "停水公告"),
        ([BODY, "说明"], ""),
        (["一、总体要求", BODY], ""),
        (["各乡镇人民政府：", middle("关于预算的通知"), BODY], ""),
        ([middle("县" * 130), BODY], ""),
    ],
)  # fmt: skip
def test_titles(lines, title):
    """By style, else centred, bold, heading, a short first line; never a sentence, a salutation or a numbered line."""
    assert heads(*lines).title == title


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("明财〔2026〕12号", "明财〔2026〕12号"),
        ("明财办发[2026]第 005 号", "明财办发〔2026〕5号"),
        ("明府（2026）3号        签发人：某某", "明府〔2026〕3号"),
        ("根据明财〔2026〕12号文件", ""),
        ("（2023）鄂9004民初1号", ""),
    ],
)
def test_numbers_of_documents(line, number):
    """A whole line only, its brackets as the standard wants them; a number that a sentence quotes is not the document's."""
    assert heads(middle(line), middle("关于预算的通知"), BODY).doc_no == number
    assert heads(middle("关于预算的通知"), BODY, line).doc_no == ""


@pytest.mark.parametrize(
    ("lines", "signers", "day"),
    [
        (["明川县财政局", "2026年11月12日"], ("明川县财政局",), date(2026, 11, 12)),
        (["明 川 县 财 政 局", "二〇二六年十一月十二日"], ("明川县财政局",), date(2026, 11, 12)),
        (["明川县财政局\n２０２６年１１月１２日"], ("明川县财政局",), date(2026, 11, 12)),
        (["明川县财政局　　2026年1月2日"], ("明川县财政局",), date(2026, 1, 2)),
        (["明川县财政局　　明川县民政局", "2026年11月12日"], ("明川县财政局", "明川县民政局"), date(2026, 11, 12)),
        (["明川县财政局", "明川县民政局", "2026年11月12日"], ("明川县财政局", "明川县民政局"), date(2026, 11, 12)),
        (["明川县供水有限公司（盖章）", "2026年11月12日"], ("明川县供水有限公司",), date(2026, 11, 12)),
        (["2026年11月12日"], (), date(2026, 11, 12)),
        (["联系人：某某", "2026年11月12日"], (), date(2026, 11, 12)),
        (["明川县财政局", "2026年11月12日", "附件", "明川县民政局", "2020年1月1日"], ("明川县财政局",), date(2026, 11, 12)),
        (["明川县财政局", "2026年13月12日"], (), None),
        (["请于2026年11月12日前报送。", "明川县财政局"], (), None),
    ],
)  # fmt: skip
def test_signatures(lines, signers, day):
    """The first unit over a day that stands alone; a day that is none, and a day in a sentence, sign nothing."""
    found = heads(middle("关于预算的通知"), BODY, *lines)
    assert (found.signers, found.written) == (signers, day)


def test_a_name_alone_over_a_number_is_a_letterhead():
    """As on letters; over the rest of a title it is the title's beginning."""
    letter = heads(middle("明川县财政局"), middle("明财函〔2026〕1号"), middle("关于预算的复函"), BODY)
    assert (letter.letterhead, letter.title, letter.taken) == ("明川县财政局", "关于预算的复函", {0, 1, 2})


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026 年 11 月 2 日", date(2026, 11, 2)),
        ("二○二六年十月三十一日", date(2026, 10, 31)),
        ("2026年2月30日", None),
        ("二〇二六年十三月一日", None),
        ("2026年11月", None),
    ],
)
def test_days(text, day):
    """In figures and in Chinese; what the calendar does not have is none."""
    assert day_of(text) == day
