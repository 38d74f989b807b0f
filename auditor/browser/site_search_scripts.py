"""What the trial of a site's search asks the page: where to type, what to press, what came up."""

from __future__ import annotations

# No dialogs; a window that a search would open opens here.
QUIET = """
for (const name of ['alert', 'confirm', 'prompt', 'print']) {
  Object.defineProperty(window, name, {value: () => null, configurable: true});
}
const here = url => { if (url) location.assign(url); return window; };
Object.defineProperty(window, 'open', {value: here, configurable: true});
"""

# The field that looks most like a search's, where its form leads, and the first link that looks like one.
FIELD = r"""
const seen = e => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden';
const named = new RegExp('^(q|wd|kw|key|query|qt|words?|sskey|ss|searchword|keywords?|(txt|text)?search\\w*'
  + '|\\w*search(key|word|text)?)$', 'i');
const said = /搜|检索|关键/, place = /search|sousuo|jsearch|\/so(\/|\?|$)|query/i;
const rate = e => {
  const form = e.form, words = [e.placeholder, e.title, e.getAttribute('aria-label'), e.value].join(' ');
  return (e.closest('[data-gk~=search],[role=search]') ? 8 : 0) + (e.type === 'search' ? 4 : 0)
    + (named.test(e.name) || named.test(e.id) ? 4 : 0) + (said.test(words) ? 4 : 0)
    + (form && place.test(form.getAttribute('action') || '') ? 3 : 0);
};
let best = null, most = 3;
for (const e of document.querySelectorAll('input:not([type]),input[type=text i],input[type=search i]')) {
  if (seen(e) && !e.disabled && !e.readOnly && rate(e) > most) { best = e; most = rate(e); }
}
let action = '';
if (best && best.form) {
  action = new URL(best.form.getAttribute('action') || '', document.baseURI).href;
  if (!/^https?:/.test(action)) action = '';
  best.form.removeAttribute('target');
}
const called = /^(站内|全站|智能|高级)?(搜索|检索|搜一搜)$/, leads = /\/(search|sousuo|jsearch)(\/|\.|\?|$)/i;
const name = a => (a.textContent.trim() || a.title || (a.querySelector('img') || {}).alt || '').trim();
const links = Array.from(document.querySelectorAll('a[href]')).filter(a => /^https?:/.test(a.href));
const link = links.find(a => called.test(name(a)) || leads.test(a.href));
return [best, action, link ? link.href : ''];
"""

# What sends the search: a button of the form, or whatever near the field says so.
BUTTON = r"""
const field = arguments[0], says = /搜|检索|查询|search|go/i;
const words = e => [e.textContent, e.value, e.title, e.alt, e.id, e.className].join(' ');
const presses = 'button,input[type=submit i],input[type=image i],input[type=button i],a,[onclick]';
let around = field.form || field.parentElement;
for (let up = 0; around && up < 3; up++, around = around.parentElement) {
  const all = Array.from(around.querySelectorAll(presses)).filter(e => e !== field);
  const found = all.find(e => e.matches('button:not([type=reset]),[type=submit i],[type=image i]'))
    || all.find(e => says.test(words(e)));
  if (found) return found;
}
return null;
"""

# Whether a link outside of the page's frame has the title (a long one may be cut) or leads to the page; the ways in
# which results may be narrowed by kind; and by what a change of the page is seen.
RESULTS = r"""
const [title, target] = arguments;
const fold = text => text.normalize('NFKC').toLowerCase().replace(/[\s\p{P}\p{S}]/gu, '');
const wanted = fold(title), frame = 'nav,header,footer,[role=navigation],[role=banner],[role=contentinfo]';
const kinds = new RegExp('^(全部|全站|政策|政策文件|文件|办事|服务|办事服务|办事指南|新闻|要闻|动态|政务动态|信息公开'
  + '|政务公开|政府信息公开|公告|通知公告|解读|政策解读|互动|互动交流|图片|视频|专题|数据|问答|机构|村务公开)'
  + '\\s*([（(]?\\d*[)）条]?)?$');
const documents = [document];
for (const one of document.querySelectorAll('iframe,frame')) {
  try { if (one.contentDocument) documents.push(one.contentDocument); } catch (e) { continue; }
}
let found = false, size = 0;
const narrowed = new Set();
for (const one of documents) {
  if (!one.body) continue;
  size += (one.body.innerText || '').length;
  for (const a of one.body.querySelectorAll('a[href]')) {
    if (found || a.closest(frame)) continue;
    const text = fold(a.textContent || ''), cut = /(…|\.{3})\s*$/.test(a.textContent || '');
    found = text.includes(wanted) || (cut && text.length >= 10 && wanted.startsWith(text))
      || Boolean(target) && target !== '/' && a.pathname === target;
  }
  for (const e of one.body.querySelectorAll('a,button,label,option,li,span,[role=tab]')) {
    const text = (e.textContent || '').trim();
    if (text.length <= 12 && kinds.test(text) && !e.closest(frame)) narrowed.add(text.replace(/\s*[（(\d].*/, ''));
  }
}
const entry = performance.getEntriesByType('navigation')[0];
return {
  found, size, href: location.href, state: document.readyState, kinds: narrowed.size,
  status: entry ? entry.responseStatus : 0,
};
"""
