"""Is the parser a browser's? Its trees are compared with html5lib's and with Chromium's, on nasty snippets by the seed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Iterable, Iterator

import html5lib
import pytest
import turbohtml
from turbohtml import Comment, Doctype, DocumentFragment, Element, Namespace, Node, ProcessingInstruction

from tests.auditor.facts.snippets import snippets

DUMP = """
function dump(node, depth, out) {
  for (const child of node.childNodes) {
    const pad = ' '.repeat(depth);
    if (child.nodeType === 10) out.push(pad + '!' + child.name);
    else if (child.nodeType === 8) out.push(pad + '#' + child.data);
    else if (child.nodeType === 7) out.push(pad + '?' + child.data);
    else if (child.nodeType !== 1) out.push(pad + '"' + child.data);
    else {
      const space = {svg: 'svg ', MathML: 'math '}[child.namespaceURI.split('/').pop()] || '';
      const names = [...child.attributes].map(a => a.name + '=' + a.value).sort();
      out.push(pad + '<' + space + child.localName + ' ' + JSON.stringify(names));
      if (child.localName === 'template' && !space) { out.push(pad + ' content'); dump(child.content, depth + 2, out); }
      dump(child, depth + 1, out);
    }
  }
  return out;
}
return arguments[0].map(h => dump(new DOMParser().parseFromString(h, 'text/html'), 0, []).join('\\n'));
"""


def parse(html: str) -> turbohtml.Document:
    """As ``auditor.facts.document`` parses."""
    return turbohtml.parse(html, source_locations=True, allow_declarative_shadow_roots=False)


def dump(node: Node, depth: int = 0) -> Iterator[str]:
    """The tree as lines, as DUMP writes it."""
    pad = " " * depth
    for child in node.children:
        if isinstance(child, Doctype):
            yield f"{pad}!{child.name}"
        elif isinstance(child, Comment):
            yield f"{pad}#{child.data}"
        elif isinstance(child, ProcessingInstruction):
            yield f"{pad}?{child.data}"
        elif isinstance(child, DocumentFragment):
            yield f"{pad}content"
            yield from dump(child, depth + 1)
        elif isinstance(child, Element):
            space = "" if child.namespace is Namespace.HTML else f"{child.namespace.value} "
            names = _listed(f"{name}={child.attr(name) or ''}" for name in child.attrs)
            yield f"{pad}<{space}{child.tag} [{names}]"
            yield from dump(child, depth + 1)
        else:
            yield f'{pad}"{child.text}'


def _listed(attributes: Iterable[str]) -> str:
    return json.dumps(sorted(attributes), ensure_ascii=False, separators=(",", ":"))[1:-1]


def _of_html5lib(node: object, depth: int = 0) -> Iterator[str]:
    for child in node.childNodes:  # type: ignore[attr-defined]
        pad = " " * depth
        if child.nodeType == child.ELEMENT_NODE:
            names = _listed(f"{name}={value}" for name, value in child.attributes.items())
            yield f"{pad}<{child.tagName} [{names}]"
            yield from _of_html5lib(child, depth + 1)
        elif child.nodeType == child.TEXT_NODE:
            yield f'{pad}"{child.data}'


def test_trees_are_html5libs():
    """On everyday tag soup at most one tree in a hundred differs from the reference parser's in Python (of 2020)."""
    pages = snippets(20261120, 400, plain=True)
    differ = []
    for html in pages:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            document = html5lib.parse(html, treebuilder="dom")
            document.normalize()
        ours = [line for line in dump(parse(html)) if not line.lstrip(" ").startswith(("!", "#", "?"))]
        if ours != list(_of_html5lib(document)):
            differ.append(html)
    assert len(differ) <= len(pages) // 100, differ[0]


@pytest.mark.browser
def test_trees_are_chromiums():
    """On far nastier soup at most one tree in a hundred differs from what Chromium's DOMParser makes."""
    webdriver = pytest.importorskip("selenium.webdriver")
    driver, chromium = "/usr/bin/chromedriver", "/usr/bin/chromium"
    if not (os.path.exists(driver) and os.path.exists(chromium)):
        pytest.skip("chromium or chromedriver is not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for switch in ("headless", "disable-gpu", "no-first-run", "disable-background-networking", "disable-sync",
                   "disable-component-update", "no-sandbox"):  # fmt: skip
        options.add_argument(f"--{switch}")
    pages = snippets(20261120, 600)
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        browser.get("about:blank")
        trees = [tree for i in range(0, len(pages), 200) for tree in browser.execute_script(DUMP, pages[i : i + 200])]
    finally:
        browser.quit()
    differ = [html for html, tree in zip(pages, trees, strict=True) if "\n".join(dump(parse(html))) != tree]
    assert len(differ) <= len(pages) // 100, differ[0]


HOSTILE = """
import resource
from auditor.facts.document import read_page
H = (("content-type", "text/html; charset=utf-8"),)
def read(html):
    return read_page("https://www.mingchuan.example/x/1.html", 200, H, html.encode())
deep = read("<div>x" * 100_000)
assert len(deep.blocks) == 100_000, len(deep.blocks)
line = read("<p>" + "明川县人民政府办公室" * 1_000_000)
assert len(line.blocks[0].text) == 10_000_000
assert read("<p>x" * 500_000).truncated == "too-many-tags"
assert read("<b>" * 50_000 + "<p>x" * 100).blocks
assert read('<ul data-gk=list><li data-gk=list-item><a href=x>标题标题</a>' * 1_000).lists
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for i in range(300):
    read("<ul>" + "<li><a href=/a>明川县公告</a> 2026-11-20" * 100)
assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000, "memory grows"
"""


def test_hostile_pages_neither_crash_nor_leak():
    """100,000 nested elements and a line of 30 MB are read, and 300 pages later the memory is what it was."""
    subprocess.run([sys.executable, "-c", HOSTILE], check=True, timeout=240)
