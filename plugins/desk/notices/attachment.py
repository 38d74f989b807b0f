"""A file that goes with a notice: copied as it is, after a look at whether a reader could open it."""

from __future__ import annotations

from plugins.desk.notices.incoming import OLE, Incoming, Unusable, is_encrypted
from plugins.desk.notices.office_file import AGAIN, parse, unpack

_BOOK = "xl/workbook.xml"
_ZIPS = {".xlsx", ".docx", ".ofd"}


def look_into(file: Incoming, data: bytes) -> list[str]:
    """What an editor must know of an attachment. Raises Unusable where readers could not open it."""
    if is_encrypted(data):
        raise Unusable("加了密码，读者打不开", "请去掉密码后再发来")
    if file.suffix == ".pdf" and b"%PDF" not in data[:1024]:
        raise Unusable("不是 PDF 文件，或已经损坏", "请重新导出为 PDF")
    if file.suffix == ".xls" and not data.startswith(OLE):
        raise Unusable("不是 .xls 文件，或已经损坏", "请用 Excel、WPS 打开后另存为 .xlsx")
    if file.suffix in _ZIPS:
        entries = unpack(data, lambda name: name == _BOOK)
        if file.suffix == ".xlsx":
            return _hidden_sheets(file, entries)
    return []


def _hidden_sheets(file: Incoming, entries: dict[str, bytes]) -> list[str]:
    if _BOOK not in entries:
        raise Unusable("不是 Excel 工作簿，或已经损坏", AGAIN.replace(".docx", ".xlsx").replace("Word", "Excel"))
    sheets = [sheet for sheet in parse(entries[_BOOK]).iter("{*}sheet") if sheet.get("state", "visible") != "visible"]
    if not sheets:
        return []
    names = "、".join(f"“{sheet.get('name', '')}”" for sheet in sheets)
    return [f"附件“{file.name}”有隐藏的工作表 {names}，下载的人看得到，请核对或删去"]
