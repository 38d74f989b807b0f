"""Prints docs/content.md: every type of document with its fields, for editors, in Chinese. ``make docs`` writes it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from plugins.content_types import ContentType, load_types
from plugins.content_types.core import Core, aliases_of

INTRO = """\
# 内容写法：每种文档有哪些字段

本页由字段定义自动生成（`make docs`），请不要手工修改。

一篇文档是一个 Markdown 文件：开头两行 `---` 之间逐行写字段，下面写正文，正文标题从 `##` 写起、逐级往下。
字段可以写英文名，也可以写中文名，意思相同；不认识的字段会被指出来。没有注明“必填”的，不需要就不写。
时间写成 `2026-10-15 09:30`，日期写成 `2026-10-12`，几个值写成 `[甲, 乙]`。

## 效力怎样标注

- 废止、修改别的文件的，在本文件里写 `repeals`、`amends`，被废止、被修改的文件不用动：下次生成时，它的网页、列表、搜索、
  订阅和 `index.json` 都会标注，写明日期和依据，并互相链接。
- 标注从 `effective`（施行日期）开始，没有写的从发布之日开始；草稿和没到发布时间的不起作用。
- 有期限的写 `valid_until`（最后一天）或 `valid_for`（`5年`、`18个月`、`长期`），期满自动标为“失效”。
- 没有写期限的行政规范性文件，`site.toml` 或栏目的 `column.toml` 里写了 `validity_term = "validity-term-2010"` 的，
  按该规则计算期限；没有写的不计算。
- 公布清理结果的，把表格存进 `content/data/`，第一行是 `文件,名称,清理结果,说明`；“文件”写本站的 id 或发文字号，
  “清理结果”写 继续有效、修改、部分失效、失效、宣布失效 或 废止；文档里写 `cleanup: data/表格.csv`。
- 撤稿用 `desk withdraw 文件 --reason 原因`，不要直接删除文件：原网址会改为说明页。到了 `expires` 的也一样。
"""

DISCLOSURE = """\

## 政府信息公开平台、指南、年报和报表

| 栏目的 `column.toml` 里写 | 栏目首页成为 |
|---|---|
| `template = "platform.html"` | 政府信息公开平台：指南、制度、十五类法定内容、年报、依申请公开、各单位 |
| `template = "annual_reports.html"` | 年报栏目：单位和年度对照表，没有公布的标明，下面是列表 |
| `template = "requests.html"` | 依申请公开栏目：申请表下载、流程时限，按各单位年报计算的办理情况 |

子栏目沿用上级的 `template`，所以平台下面普通的子栏目要写 `template = "column.html"`。平台各部分按栏目的 `type`
（信息公开指南、信息公开年报、依申请公开）或名称（制度、法定主动公开）辨认。

- 法定类别写在栏目里最省事：`statutory_class = 7` 管住本栏目和下级栏目；个别文档不同的，在文档里另写 `statutory_class`。
  每一类、每个单位各有一页，在平台地址下的 `class-07/`、`unit-单位id/`；没有内容的类别写“暂无”，不生成空白页。
- 指南的六项（工作机构、地址、时间、电话、传真、互联网联系方式）逐项检查：“暂无”“XX路”不算，互联网联系方式要写网址、
  邮箱或者用引号写出本站的栏目。替别的单位发布的指南、年报（例如县政府办发布县政府的），写 `unit: xzf`。
- **年报**：先运行 `desk annual-form 单位 年度`，得到空表 `content/data/nb/单位-年度.csv`
  （加 `--xlsx` 得到会自动合计的工作簿），填好后在年报里写 `tables: data/nb/单位-年度.csv`，
  正文写六个二级标题“一、总体情况”……“六、其他需要报告的事项”。生成网站时，三张表自动排在第二、三、四部分的标题下面，数据文件列在附件里供下载。
- 表里一行一个项目，`编号` 不能改；第三部分分申请人填写，`数量` 是总计，其余只填 `数量`，没有的填 0。
  总计、（七）总计、“第一项加第二项等于第三项加第四项”、复议和诉讼的总计都会核对；有上年度年报的，还核对“上年结转”等于上年的
  “结转下年度”，“现行有效”等于上年的加本年制发减本年废止。确属更正的，写 `correction: 原因`，网页上会一并说明。
  2021 年以前的年报用旧样式，不用表。
- 网站工作年度报表用 `type: site_annual_report`，空表用 `desk annual-form --site 年度`；最近三年的列在首页下方。
- 谁还缺指南、缺哪一年的年报，生成网站时会提醒，`desk status` 列出全部和下一次的期限。
"""

NUMBERS = """\

## 索引号、文号和网址

**索引号只由 `desk register` 编。** 写文档时不用填；写好以后运行 `desk register 文件`，它给政策文件编上下一个号，
写进文件头，记进登记簿；别的文档写了索引号的，也登记。一经编定不再改变，也不再给别的文档：
文档撤回、删除、移动，单位换了代码，都不改号。没有登记的索引号、写错校验码的索引号、属于别的文档的索引号，生成网站时都会被指出来，并写明该运行的命令。

编法默认是国家规定的 20 位：`组织机构代码（9位，含校验码）/年份-五位流水号`，年份取成文日期。
各单位的代码写在 `units.csv` 的 `org_code`。要用别的编法，在 `site.toml` 的 `[site]` 里写一行，已有的号不受影响：

| `index_scheme` | 编出的索引号 |
|---|---|
| `"{org}/{year}-{serial:5}"`（默认） | `009990020/2026-00021` |
| `"{uscc}/{year}-{serial:5}"`（18位统一社会信用代码） | `11441700007280420Y/2026-00021` |
| `"{uscc}/{year}{month}-{serial:5}"`（按月编） | `11441700007280420Y/202611-00021` |
| `"{code}-{year}-{serial:6}"`（`org_code` 里写自编的代码） | `bgs01-2026-000021` |

**文号** 由 `desk register --doc-no 代字 文件` 取下一个；各单位的代字写在 `content/doc-series.csv`
（`word,unit,pattern`，`pattern` 不填就是 `{word}〔{year}〕{serial}号`）。
纸上已经定了的文号照写在 `doc_no`，`desk register` 会登记它。

**网址** 由栏目目录、发布月份和编号（`id`）组成。公开以后移动文档，请用 `desk move 文件 新目录`，链接会跟着改；
自己移动文件、整个栏目目录也可以。旧网址（连同移走的栏目）都会转到新网址，只要移动以前运行过 `desk register`；
更早的旧网址写在文档或 `column.toml` 的 `aliases` 里。

| 登记簿 `content/_registry/` | 一行是 |
|---|---|
| `index-numbers.csv` | `index_no,id,unit,year,serial,registered,origin`：索引号、编号……、登记时间、来历 |
| `doc-numbers.csv` | `doc_no,id,word,year,serial,registered,origin`：文号，其余同上 |
| `urls.csv` | `url,id,registered,origin`：公开过的网址 |

来历（`origin`）：`given` 由 desk 编，`imported` 旧网站迁来（`desk register --imported`，编法和日期照原样），
`paper` 纸上已定，`void` 作废（合并时一篇文档得了两个号，留一个，另一个不再使用）。
登记簿随内容一起提交到 git，不要手工修改。
两个分支各自编号、合并后重号时，运行 `desk register --mend`：先发布的不变，另一篇改编下一个号，文件头一并改好。

发布时间比首次登记早 60 天以上，或改得比已经公开的时间晚 60 天以上，会被当作伪造日期指出来。
发布以前要审签的，见 [review.md](review.md)。
"""


def pages() -> Iterator[str]:
    """The document in pieces: the fields of all types first, then numbers, then each type with its own."""
    yield INTRO
    yield "\n## 所有文档共有的字段\n\n"
    yield from _table(Core, list(Core.model_fields))
    yield NUMBERS
    yield DISCLOSURE
    for content_type in load_types().values():
        yield from _section(content_type)


def _section(content_type: ContentType) -> Iterator[str]:
    yield f"\n## {content_type.name}（`type: {content_type.id}`）\n\n"
    own = [
        key
        for key, info in content_type.fields.model_fields.items()
        if key not in Core.model_fields or info.is_required() != Core.model_fields[key].is_required()
    ]
    if own:
        yield from _table(content_type.fields, own)
    else:
        yield "没有另外的字段。\n"
    yield f"\n样稿：\n\n```markdown\n{content_type.archetype.rstrip()}\n```\n"


def _table(fields: type[Core], keys: list[str]) -> Iterator[str]:
    yield "| 字段 | 中文名 | 必填 | 例子 |\n|---|---|---|---|\n"
    for key in keys:
        info = fields.model_fields[key]
        names = "、".join(aliases_of(info))
        example = str((info.examples or [""])[0]).replace("|", "\\|")
        yield f"| `{key}` | {names} | {'必填' if info.is_required() else ''} | {f'`{example}`' if example else ''} |\n"


if __name__ == "__main__":
    sys.stdout.write("".join(pages()))
