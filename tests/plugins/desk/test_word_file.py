"""What of a Word file comes through, in which form, and what is told of the rest."""

from __future__ import annotations

import io
import re

import pytest
import turbohtml
from docx.shared import Cm
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.build.body import convert
from plugins.desk.notices.incoming import Unusable
from plugins.desk.word.file import alternative, read_word
from tests.plugins.desk.word_maker import bare, centred, new, png, raw, right, saved, table, titled, with_entry

UNITS = {"明川县财政局", "县财政局", "明川县民政局"}


def read(document):
    """Read what a test has put together."""
    return read_word(saved(document), UNITS)


def body(document):
    """Only the Markdown."""
    return read(document).body


def test_a_notice_as_offices_write_it():
    """Letterhead and number over a title of two lines, numbered headings without styles, a signature at the right."""
    document = new()
    centred(document, "明川县财政局文件", 36)
    centred(document, "明财[2026]012号", 16)
    centred(document, "明川县财政局")
    centred(document, "关于做好决算编报工作的通知")
    for text in (
        "各乡镇人民政府：",
        "　　现将有关事项通知如下：",
        "　　一、总体要求",
        "　　从严从实。",
        "二、时间安排",
        "　　11月底前完成。",
    ):
        document.add_paragraph(text)
    right(document, "明 川 县 财 政 局", "2026年11月12日")
    word = read(document)
    heads = word.heads
    assert heads.title == "明川县财政局关于做好决算编报工作的通知"
    assert heads.doc_no == "明财〔2026〕12号"
    assert heads.signers == ("明川县财政局",)
    assert f"{heads.written}" == "2026-11-12"
    assert word.body.split("\n\n") == [
        "各乡镇人民政府：", "现将有关事项通知如下：", "## 一、总体要求", "从严从实。", "## 二、时间安排",
        "11月底前完成。", "明 川 县 财 政 局", "2026年11月12日",
    ]  # fmt: skip
    assert word.told == ("版头“明川县财政局文件”没有写进正文",)


def test_headings_by_style_skip_no_level():
    """Whatever numbers the styles have, the page's headings begin at ## and go down one at a time."""
    document = titled("前言。")
    for text, level in (("甲", 1), ("乙", 3), ("丙", 3), ("丁", 2), ("戊", 5), ("己", 1)):
        document.add_heading(text, level)
        document.add_paragraph("内容。")
    marks = re.findall(r"^(#+) (.)", body(document), re.MULTILINE)
    assert marks == [("##", "甲"), ("###", "乙"), ("###", "丙"), ("###", "丁"), ("####", "戊"), ("##", "己")]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["一、服务窗口：共9个。", "二、服务时间：工作日。"], "whole sentences"),
        (["一、苹果", "二、梨", "都好。"], "nothing below the first"),
        (["一、总体要求", "从严。", "三、时间安排", "及时。"], "a number is missing"),
        (
            ["一、总体要求", "从严。", "二、各单位要高度重视，做到以下几点：", "及时。"],
            "the second introduces something",
        ),
        (["一、总体要求", "从严。"], "one alone"),
    ],
)
def test_numbers_that_leave_a_doubt_make_no_headings(lines, said):
    """A paragraph that only begins with a number stays a paragraph."""
    assert body(titled("现通知如下。", *lines)).split("\n\n") == ["现通知如下。", *lines]


def test_numbers_of_two_levels():
    """（一） goes below 一、 and counts from one below each."""
    lines = [
        "一、要求",
        "（一）工程",
        "做好工程。",
        "（二）资金",
        "管好资金。",
        "二、时间",
        "（一）启动",
        "尽快。",
        "（二）结束",
        "年底。",
    ]
    marks = re.findall(r"^(#+) (\S+)", body(titled("现通知如下。", *lines)), re.MULTILINE)
    assert [f"{mark} {text}" for mark, text in marks] == [
        "## 一、要求", "### （一）工程", "### （二）资金", "## 二、时间", "### （一）启动", "### （二）结束",
    ]  # fmt: skip


def _number_in_chinese(document):
    """Make the list of the style List Number print 一、 as offices set it."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    number = style.pPr.numPr.numId.val
    namespace = {"w": numbering.nsmap["w"]}
    pattern = numbering.xpath(f"w:num[@w:numId='{number}']/w:abstractNumId")[0].get(f"{{{namespace['w']}}}val")
    level = numbering.xpath(f"w:abstractNum[@w:abstractNumId='{pattern}']/w:lvl")[0]
    level.find("w:numFmt", namespace).set(f"{{{namespace['w']}}}val", "chineseCounting")
    level.find("w:lvlText", namespace).set(f"{{{namespace['w']}}}val", "%1、")


def test_automatic_numbers_are_printed_as_word_prints_them():
    """一、 stays 一、 and goes on counting after other paragraphs; 1. becomes a list of Markdown that counts on too."""
    chinese = titled("现通知如下。")
    _number_in_chinese(chinese)
    for text in ("要求", "时间"):
        chinese.add_paragraph(text, style="List Number")
        chinese.add_paragraph("说明。")
    assert "## 一、要求\n\n说明。\n\n## 二、时间" in body(chinese)
    plain = titled("现通知如下。")
    for text in ("甲。", "乙。"):
        plain.add_paragraph(text, style="List Number")
    plain.add_paragraph("插一句。")
    plain.add_paragraph("丙。", style="List Number")
    assert body(plain).endswith("1. 甲。\n2. 乙。\n\n插一句。\n\n3. 丙。")


def test_bullets_bold_and_raised_figures():
    """What Markdown has a sign for."""
    document = titled()
    paragraph = document.add_paragraph("应当")
    paragraph.add_run("立即").bold = True
    paragraph.add_run("处置，面积30m")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run("，")
    paragraph.add_run("作废").font.strike = True
    for text in ("甲", "乙"):
        document.add_paragraph(text, style="List Bullet")
    document.add_paragraph("换行").add_run().add_break()
    document.paragraphs[-1].add_run("再写")
    assert body(document) == "应当**立即**处置，面积30m<sup>2</sup>，<s>作废</s>\n\n- 甲\n- 乙\n\n换行  \n再写"


def test_links_that_lead_somewhere_and_those_that_do_not():
    """Web addresses stay links; a path on the clerk's disk becomes its text and is told."""
    document = titled()
    relate = document.part.relate_to
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    for address in ("https://www.mingchuan.example/a(1)?x=1&y=2", "file:///C:/稿/表.xlsx", "javascript:alert(1)"):
        key = relate(address, kind, is_external=True)
        raw(document, f'<w:p><w:hyperlink r:id="{key}"><w:r><w:t>链接文字</w:t></w:r></w:hyperlink></w:p>')
    word = read(document)
    assert word.body.split("\n\n") == [
        "[链接文字](https://www.mingchuan.example/a%281%29?x=1&y=2)",
        "链接文字",
        "链接文字",
    ]
    assert word.told == (
        "有 2 个链接指向电脑里的文件或不是网址，只留下了文字：“file:///C:/稿/表.xlsx”、“javascript:alert(1)”",
    )


def test_a_simple_table_is_markdown():
    """The first row is the head, figures stand at the right, a bar in a cell is no border, two lines are apart."""
    document = titled()
    made = table(document, "片区 长度 备注", "县城 1,286.4 甲|乙", "清溪镇 31 -")
    made.cell(2, 2).text = "一行"
    made.cell(2, 2).add_paragraph("二行")
    assert body(document).split("\n") == [
        "| 片区 | 长度 | 备注 |", "|---|---:|---|", "| 县城 | 1,286.4 | 甲\\|乙 |", "| 清溪镇 | 31 | 一行<br>二行 |",
    ]  # fmt: skip


def test_a_table_with_merged_cells_is_html_that_the_build_takes():
    """Merged heads keep their spans, the row over the whole width is the caption, markup in a cell is text."""
    document = titled()
    made = table(document, "x - - -", "片区 管网 - 备注", "- 长度 年份 -", "县城 86 2019 <b>好</b>&amp;")
    made.cell(0, 0).merge(made.cell(0, 3)).text = "管网情况表"
    made.cell(1, 0).merge(made.cell(2, 0)).text = "片区"
    made.cell(1, 1).merge(made.cell(1, 2)).text = "管网"
    made.cell(1, 3).merge(made.cell(2, 3)).text = "备注"
    text = body(document)
    assert text.split("\n") == [
        "<table>", "<caption>管网情况表</caption>", "<thead>",
        '<tr><th rowspan="2">片区</th><th colspan="2">管网</th><th rowspan="2">备注</th></tr>',
        "<tr><th>长度</th><th>年份</th></tr>", "</thead>", "<tbody>",
        "<tr><td>县城</td><td>86</td><td>2019</td><td>&lt;b&gt;好&lt;/b&gt;&amp;amp;</td></tr>", "</tbody>", "</table>",
    ]  # fmt: skip
    assert convert(text, 1, "tzgg/a.md", "a.md", "m").problems == ()


def test_a_frame_is_its_text_and_a_form_has_no_head():
    """One cell around text is a box; a first row with empty cells names no columns."""
    framed = titled()
    table(framed, "温馨提示")
    assert body(framed) == "温馨提示"
    form = titled()
    table(form, "姓名 - 性别 -", "住址 - 电话 -")
    assert "<th" not in body(form)
    assert "<tr><td>姓名</td><td></td><td>性别</td><td></td></tr>" in body(form)


FOOTNOTES = """<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:footnote w:id="1"><w:p><w:r><w:t>指在本县</w:t></w:r><w:r><w:t>办公的单位。</w:t></w:r></w:p></w:footnote></w:footnotes>"""
_MARK = '<w:r><w:footnoteReference w:id="{}"/></w:r>'


def _with_footnotes(document):
    data = with_entry(saved(document), "word/footnotes.xml", FOOTNOTES.encode())
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId99"'
        b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/>'
        b"</Relationships>"
    )
    return read_word(with_entry(data, "word/_rels/document.xml.rels", relations), UNITS)


def test_footnotes():
    """A note stands at the end and is linked both ways; one that does not exist is left out."""
    document = titled()
    raw(
        document,
        f"<w:p><w:r><w:t>公开单位</w:t></w:r>{_MARK.format(1)}<w:r><w:t>应当</w:t></w:r>{_MARK.format(7)}</w:p>",
    )
    text = _with_footnotes(document).body
    assert text == "公开单位[^1]应当\n\n[^1]: 指在本县办公的单位。"
    built = convert(text, 1, "tzgg/a.md", "a.md", "m")
    assert built.problems == ()
    assert 'href="#fn:1"' in built.html


def test_a_footnote_in_an_html_table_stands_in_its_cell():
    """HTML in Markdown knows no footnotes; the words must not get lost."""
    document = titled()
    cell = f"<w:p><w:r><w:t>单位</w:t></w:r>{_MARK.format(1)}</w:p>"
    merged = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
    row = (
        "<w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr>"
    )
    raw(document, f"<w:tbl>{row}<w:tr><w:tc>{merged}{cell}</w:tc></w:tr></w:tbl>")
    assert "单位（注：指在本县办公的单位。）" in _with_footnotes(document).body


def test_revisions_are_accepted_and_told():
    """Deleted words, rows and moved-away text are gone, inserted ones stay, a deleted paragraph end joins the next."""
    document = titled()
    raw(
        document,
        """<w:p><w:r><w:t>补助</w:t></w:r><w:del w:id="1"><w:r><w:delText>500元</w:delText></w:r></w:del>
        <w:ins w:id="2"><w:r><w:t>800元</w:t></w:r></w:ins><w:moveFrom w:id="3"><w:r><w:t>搬走</w:t></w:r></w:moveFrom></w:p>
        <w:p><w:pPr><w:rPr><w:del w:id="4"/></w:rPr></w:pPr><w:r><w:t>上句</w:t></w:r></w:p><w:p><w:r><w:t>下句。</w:t></w:r></w:p>
        <w:tbl><w:tr><w:trPr><w:del w:id="5"/></w:trPr><w:tc><w:p><w:r><w:t>删行</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
        <w:p><w:moveTo w:id="6"><w:r><w:t>搬来。</w:t></w:r></w:moveTo></w:p>
        <w:p><w:pPr><w:rPr><w:del w:id="7"/></w:rPr></w:pPr><w:r><w:t>最后一段。</w:t></w:r></w:p>""",
    )
    word = read(document)
    assert word.body == "补助800元\n\n上句下句。\n\n搬来。\n\n最后一段。"
    assert word.told == ("原文有修订 7 处，已按接受修订处理，请核对",)


def test_comments_and_hidden_text_stay_behind_and_are_told():
    """Not even a style map inside the file can let a comment through."""
    document = titled()
    run = document.add_paragraph("正文。").runs[0]
    document.add_comment(run, text="局长意见：缓发", author="甲")
    document.add_paragraph().add_run("内部口径").font.hidden = True
    data = with_entry(saved(document), "mammoth/style-map", b"comment-reference => sup")
    word = read_word(data, UNITS)
    assert word.body == "正文。"
    assert word.told == ("原文有批注 1 处，没有带过来，请核对是否都已处理", "原文有隐藏文字 1 处，没有带过来，请核对")


def test_wrappers_and_text_boxes_give_back_their_text():
    """Content controls, fields, phonetic guides and text boxes hold words that a reader sees."""
    document = titled()
    raw(
        document,
        """<w:sdt><w:sdtContent><w:p><w:r><w:t>控件里的话。</w:t></w:r></w:p></w:sdtContent></w:sdt>
        <w:p><w:fldSimple w:instr="DATE"><w:r><w:t>域里的话。</w:t></w:r></w:fldSimple></w:p>
        <w:p><w:r><w:ruby><w:rt><w:r><w:t>yin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>注音的字。</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>
        <w:p><w:r><w:t>框前。</w:t></w:r><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>
        <w:p><w:r><w:t>框里的话。</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>""",
    )
    word = read(document)
    assert word.body == "控件里的话。\n\n域里的话。\n\n注音的字。\n\n框前。\n\n框里的话。"
    assert word.told == ("原文有文本框 1 个，其中的文字接在所在段落之后，请核对位置",)


def test_what_cannot_come_along_is_told():
    """A formula is text that gets lost: nothing goes without a word."""
    document = titled("补助按下式计算。")
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    raw(document, f"<w:p><m:oMath {math}><m:r><m:t>补助=面积×标准</m:t></m:r></m:oMath></w:p>")
    assert read(document).told == ("有 1 处文字没有带过来（公式或特殊的版式），请对照原文补上：“补助=面积×标准”",)


def test_pictures_and_their_descriptions():
    """The same picture twice is one file; a name of a file is no description; a Word drawing is told."""
    document = titled()
    for _ in range(2):
        document.add_picture(io.BytesIO(png()), width=Cm(3))
    document.add_picture(io.BytesIO(png(colour=(1, 2, 3))), width=Cm(3))
    said = [shape._inline.docPr for shape in document.inline_shapes]
    said[0].set("descr", "供水管网 [示意图]")
    said[2].set("descr", "C:\\Users\\甲\\图1.png")
    word = read(document)
    assert [picture.alt for picture in word.pictures] == ["供水管网 [示意图]", ""]
    first, again, last = word.body.split("\n\n")
    assert first == again == f"![供水管网 \\[示意图\\]]({word.pictures[0].token})"
    assert last == f"![]({word.pictures[1].token})"
    assert all(picture.ending == ".png" for picture in word.pictures)
    html = convert(first.replace(word.pictures[0].token, "/media/a.png"), 1, "t/a.md", "a.md", "m").html
    assert 'alt="供水管网 [示意图]"' in html

    drawn = with_entry(saved(document), "word/media/image1.png", b"\1\0\0\0" + b"\0" * 36 + b" EMF" + b"\0" * 60)
    word = read_word(drawn, UNITS)
    assert len(word.pictures) == 1
    assert word.told[0] == "第 1 张图片没有带过来：是 Word 里画的图（EMF、WMF），网页不能显示。请另存为 PNG 后补上"


@pytest.mark.parametrize(
    "said",
    ["图片 1", "Picture 3", "IMG_20261112.jpg", "微信图片_20261112", "D:\\稿\\a", "5f2c9a8b7d6e4f3a2b1c", "  ",
     "图片包含 天空 描述已自动生成", "A river. AI-generated content may be incorrect."],
)  # fmt: skip
def test_what_programs_write_is_no_description(said):
    """Nobody has looked at the picture yet."""
    assert alternative(said) == ""


def test_a_person_s_words_are_a_description():
    """Even where they begin like a name."""
    assert alternative("图1 供水\n管网示意图") == "图1 供水 管网示意图"


def test_a_mark_of_secrecy_stops_everything():
    """Nothing of a classified document may get into the site's folder."""
    document = new()
    document.add_paragraph("机密★1年")
    centred(document, "关于某事的通知")
    document.add_paragraph("内容。")
    with pytest.raises(Unusable, match="密级标志“机密★1年”，没有导入"):
        read(document)


def test_a_remark_that_closes_the_document_is_told():
    """此件不予公开 at the end of the notice is asked about first."""
    assert read(titled("内容。", "（此件依申请公开）")).told == ("原文注明“（此件依申请公开）”，请先核对能不能公开",)


_BITS = st.sampled_from([
    *"*_`[](){}<>#+-=|!\\&~:.\"'12甲，。　", "&lt;", "<b>", "](", "**", "__", "1. ", "- ", "# ", "> ", "{: .x }", "![",
    "[^1]", "---", "===", "```", "</td>", "<!--", "&#65;", "{#id}", "[x]: http://y",
])  # fmt: skip
_TEXTS = st.lists(st.lists(_BITS, min_size=1, max_size=6).map("".join), min_size=1, max_size=3)


def _printed(html: str) -> str:
    """What a reader sees, list numbers included, without blanks."""
    tree = turbohtml.parse_fragment(html)
    for ordered in tree.select("ol"):
        for number, item in enumerate(ordered.select("li"), int(ordered.attrs.get("start", 1))):
            item.insert(0, turbohtml.Text(f"{number}."))
    return re.sub(r"\s+", "", tree.text)


@settings(max_examples=60, deadline=None)
@given(_TEXTS, _TEXTS, st.booleans())
def test_whatever_is_typed_in_word_is_read_on_the_page(texts, cells, merged):
    """No character of a text is markup, in paragraphs, list items and both kinds of table."""
    document = titled("首段。")
    for number, text in enumerate(texts):
        document.add_paragraph(text, style="List Bullet" if number == 1 else None)
    made = document.add_table(2, 3)
    for number, text in enumerate([*cells, "甲", "乙", "丙"][:3]):
        made.cell(0, number).text = text
    if merged:
        made.cell(1, 0).merge(made.cell(1, 1))
    built = convert(body(document), 1, "tzgg/a.md", "a.md", "m")
    assert built.problems == ()
    assert _printed(built.html) == re.sub(r"\s+", "", "".join(["首段。", *texts, *[*cells, "甲", "乙", "丙"][:3]]))


@pytest.mark.parametrize(
    "inside",
    [
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
        "<w:p><w:r><w:sym/></w:r></w:p>",
        "<w:tbl><w:tr><w:tc>" * 80 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 80,
        "<w:x>" * 5000 + "</w:x>" * 5000,
        "<w:p/>" * 200_001,
        f"<w:p><w:r><w:t>{'长' * 1_000_001}</w:t></w:r></w:p>",
        "<w:p/>",
        "",
    ],
)
def test_a_file_that_makes_no_sense_is_refused(inside):
    """With words for the editor, whatever library choked on it."""
    with pytest.raises(Unusable):
        read_word(
            bare(f"<w:p><w:r><w:t>通知</w:t></w:r></w:p>{inside}" if inside not in ("", "<w:p/>") else inside), UNITS
        )
