"""What a parameter of a rule file may be: of the same kind as the one that is shipped under its name."""

from __future__ import annotations

from datetime import date
from typing import Any

from standards.ruleplace import is_number


def misfit(value: object, shipped: Any, *, day: bool = False) -> str:
    """What ``value`` should be, in Chinese; empty where it is of the kind of the ``shipped`` one.

    ``day`` says that it is a month and a day.
    """
    if day:
        return "" if _is_day(value) else "月和日，例如 [1, 31]"
    if isinstance(shipped, bool):
        return "" if isinstance(value, bool) else "true 或 false"
    if isinstance(shipped, int):
        good = isinstance(value, int) and is_number(value) and (value > 0 or shipped <= 0)
        return "" if good else "大于 0 的整数"
    if isinstance(shipped, float):
        return "" if is_number(value) and float(str(value)) >= 0 else "不小于 0 的数字"
    if isinstance(shipped, str):
        return "" if isinstance(value, str) else "文字"
    if isinstance(shipped, list):
        return _misfit_list(value, shipped)
    if isinstance(shipped, dict):
        return _misfit_table(value, shipped)
    return ""


def _is_day(value: object) -> bool:
    if not (isinstance(value, list) and len(value) == 2 and all(type(one) is int for one in value)):
        return False
    try:
        date(2001, *value)
    except (ValueError, OverflowError):
        return False
    return True


def _misfit_list(value: object, shipped: list[Any]) -> str:
    if not isinstance(value, list):
        return "列表"
    if not shipped:
        return ""
    alike = shipped[0]
    if isinstance(alike, dict):
        alike = {key: one for row in shipped for key, one in row.items()}
    return "列表，其中每一项与内置的写法相同" if any(misfit(one, alike) for one in value) else ""


def _misfit_table(value: object, shipped: dict[str, Any]) -> str:
    if not isinstance(value, dict):
        return "一节"
    wrong = any(misfit(one, shipped[key]) for key, one in value.items() if key in shipped)
    return "一节，其中每一项与内置的写法相同" if wrong else ""
