"""attachments/author_data

## What it does
Looks at what attachments say of those who made them: the name of a person as author or last editor, a company that is
not the office, the path of somebody's own folder (``C:\\Users\\name\\…``). Always ``review`` and small; one finding for
all files of a site, since the cure is one habit. Names of offices and of computers are silent.

## Why it matters
Whoever wrote a draft, and with which contractor, is nobody's business; names and paths are what mail fraud begins with.

## Bad
    作者: 李守田      in the properties of a notice

## Instead
    Properties removed before publishing (Word: 文件—信息—检查文档).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.facts.file import called
from auditor.model import Check, FileFacts, Hit, Params
from standards.household import is_name

PERSONS = ("作者", "最后修改人", "主管")
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施洪樊柯翟颜倪柳骆甘祝"
)
"""The commonest: nine of ten persons. What begins otherwise may be a word."""
NO_PERSON = re.compile(r"[室部科办股处员组站局院所厅委会司校台社队]\Z|用户|作者|电脑|办公|管理|公司|政府|中心|测试")
COMPANY = re.compile(r"公司|工作室|番茄花园|雨林木风|深度技术|系统之家")
FOLDER = re.compile(r"[A-Za-z]:[\\/](?:Users|Documents and Settings)[\\/]([^\\/:*?\"<>|]+)[\\/]", re.I)
NOBODY = re.compile(
    r"admin\w*|user\d*|pc\d*|lenovo|dell|hp|asus|acer|thinkpad|huawei|windows|public|default|microsoft|win\d+|\W*", re.I
)


def check(file: FileFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each kind of thing a file says of its makers."""
    said: set[str] = set()
    for label, value in file.properties:
        for reason, start, end in _found(label, value.strip()):
            if reason not in said:
                said.add(reason)
                yield _hit(file, label, value.strip(), reason, (start, end))


def _found(label: str, value: str) -> Iterator[tuple[str, int, int]]:
    if label in PERSONS and is_name(value) and value[0] in SURNAMES and not NO_PERSON.search(value):
        yield "person", 0, len(value)
    if label == "单位" and COMPANY.search(value):
        yield "company", 0, len(value)
    folder = FOLDER.search(value)
    if folder and not NOBODY.fullmatch(folder[1]):
        yield "folder", *folder.span()


def _hit(file: FileFacts, label: str, value: str, reason: str, mark: tuple[int, int]) -> Hit:
    what = {"person": f"{label}写着个人姓名", "company": "单位写着其他公司的名称", "folder": "留有个人电脑上的路径"}
    return Hit(
        url=file.url,
        message=f"{called(file)}的文件属性里{what[reason]}",
        evidence=value[:200],
        mark=(min(mark[0], 199), min(mark[1], 200)),
        verdict="review",
        reason=reason,
        target=label,
        cause=reason,
    )


CHECK = Check(
    id="attachments/author_data",
    title="附件的属性里留有个人信息",
    severity="P3",
    remedy="请在发布前清除文件属性：Word、Excel 用“文件—信息—检查文档”，WPS 用“文件—属性”，再导出 PDF",
    scope="file",
    check=check,
)
