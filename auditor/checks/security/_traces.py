"""What programs print when they fail, as readers see it on a page."""

from __future__ import annotations

import re

_TRACE = re.compile(
    r"Traceback \(most recent call last\)"
    r"|\bat [\w$.]+\([\w$]+\.java:\d+\)"
    r"|\b(?:java|javax|org\.apache|org\.springframework)\.[\w.$]+(?:Exception|Error)\b"
    r"|\b(?:Fatal|Parse) error: .{1,300}? on line \d+"
    r"|\b(?:Warning|Notice): {1,2}\w+\(\).{1,300}? in .{1,200}? on line \d+"
    r"|You have an error in your SQL syntax"
    r"|\bSQLSTATE\[\w{1,5}\]"
    r"|\bORA-\d{5}:"
    r"|Unclosed quotation mark after the character string"
    r"|Microsoft OLE DB Provider for (?:SQL Server|ODBC Drivers)\W+(?:错误|error)"
    r"|Server Error in '.{0,80}?' Application|“.{0,80}?”应用程序中的服务器错误"
    r"|\bSystem\.(?:Web|Data|NullReference|InvalidOperation|Argument|IO)[\w.]*Exception\b"
    r"|Whitelabel Error Page"
    r"|HTTP Status 500 [-–] "
)


def trace_in(text: str) -> re.Match[str] | None:
    """Where a text shows what a failing program printed; None where it does not."""
    return _TRACE.search(text[:20_000])
