"""Session ids that servers write into addresses: the page is the same without them, and only so has it one address.

Servlet Specification 7.1.3 (``;jsessionid=``), PHP's ``session.use_trans_sid``, ASP.NET's cookieless sessions
(``/(S(…))/``) and their kin. Names that may mean something else (``sid``, ``token``) are not taken for one here:
there ``traps`` waits for the proof that the pages say the same.
"""

from __future__ import annotations

import re

_HINT = re.compile(r"sess|cftoken|cfid|\(S\(", re.I)
_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sessionid)=[^/?;]*", re.I)
_COOKIELESS = re.compile(r"/\((?:[ASFX]\([A-Za-z0-9_-]+\))+\)(?=/)")
_IN_QUERY = re.compile(r"(?:jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid|cfid|cftoken)=", re.I)


def without_session(url: str) -> str:
    """A normalised address without the session id in it; unchanged where there is none."""
    if not _HINT.search(url):
        return url
    address, question, query = url.partition("?")
    scheme, slashes, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    path = _COOKIELESS.sub("", _IN_PATH.sub("", slash + path))
    kept = "&".join(part for part in query.split("&") if not _IN_QUERY.match(part))
    return scheme + slashes + host + path + (question + kept if kept or not query else "")
