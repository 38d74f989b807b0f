"use strict";
(() => {
  const OPEN_ROWS = 50, OPEN_PAGES = 200;
  const form = document.getElementById("filter");
  const none = document.getElementById("none");
  const byFamily = document.getElementById("by-family");
  const regrouped = document.getElementById("regrouped");
  const columns = Array.from(form.column.options, option => option.value).slice(1);
  const FIELDS = { view: "family", text: "", family: "", verdict: "", severity: "", column: "", sort: "" };

  // ---- What there is: rows, and the groups that they are shown in. The report itself is the view by family.
  const rows = [];
  const families = Array.from(byFamily.querySelectorAll(".group"), box => {
    const section = box.closest(".family");
    const group = { box, section, list: box.querySelector(".rows"), rest: box.querySelector(".rest"),
                    common: box.querySelector(".common"), title: box.querySelector("h4").firstChild.data.trim(), head: null };
    group.rows = Array.from(box.querySelectorAll(".row"), node => {
      const { v, s, r, c } = node.dataset;
      const row = { node, place: rows.length, verdict: v, severity: s, reach: Number(r), column: Number(c),
                    family: section.dataset.family, home: group };
      rows.push(row);
      return row;
    });
    return group;
  });
  let groups = families, more = null, view = FIELDS.view, order = "", filtered = false;

  const address = row => (row.address ??= row.node.querySelector(".page").textContent);
  const words = row => (row.words ??= row.node.textContent.toLowerCase());
  const head = group => (group.head ??= group.common.textContent.toLowerCase());

  // ---- Sorting, within each group.
  const ORDERS = {
    "": (a, b) => a.place - b.place,
    severity: (a, b) => a.severity.localeCompare(b.severity) || a.place - b.place,
    reach: (a, b) => b.reach - a.reach || a.place - b.place,
    page: (a, b) => (address(a) < address(b) ? -1 : address(a) > address(b) ? 1 : a.place - b.place),
    family: (a, b) => a.place - b.place,
  };
  // In a column, or all in one list, the first things come first: problems before doubts, grave before slight.
  const first = (a, b) => a.verdict.localeCompare(b.verdict) || a.severity.localeCompare(b.severity) || a.place - b.place;

  function put(list, some) {
    const all = document.createDocumentFragment();
    for (const row of some) all.append(row.node);
    list.append(all);
  }

  function arrange() {
    groups.forEach(({ rows, list, rest }, at) => {
      rows.sort(order || view === FIELDS.view ? ORDERS[order] : first);
      const open = rest ? rows.slice(0, OPEN_ROWS) : rows;
      put(list, open);
      if (rest) put(rest.querySelector(".rows"), rows.slice(OPEN_ROWS));
      if (view !== FIELDS.view && at < OPEN_PAGES) open.forEach(lend);
    });
  }

  // ---- Grouping anew. Rows are moved, never made again: what was escaped once stays escaped.
  function make(tag, name, text) {
    const node = document.createElement(tag);
    if (name) node.className = name;
    if (text !== undefined) node.textContent = text;
    return node;
  }

  function fold(name, says, inside) {
    const details = make("details", name);
    details.append(make("summary", "", says), inside);
    details.dataset.says = says;
    details.addEventListener("toggle", () => details.open && lendTo(details));
    return details;
  }

  /** What the head of a check says for all its rows, said by the row itself where it stands among others. */
  function lend(row) {
    if (row.lent) return;
    row.lent = true;
    const lent = row.home.common.cloneNode(true);
    lent.className = "lent";
    const check = make("div");
    check.append(make("dt", "", "检查项"), make("dd", "", row.home.title));
    lent.prepend(check);
    // A remedy or clause of the row's own stands for the common one.
    const own = new Set(Array.from(row.node.querySelectorAll(":scope > dl > div > dt"), term => term.textContent));
    for (const term of lent.querySelectorAll("dt")) if (own.has(term.textContent)) term.parentNode.remove();
    row.node.querySelector(":scope > dl").after(lent);
  }

  const byNode = new Map(rows.map(row => [row.node, row]));
  const lendTo = place => place.querySelectorAll(".row").forEach(node => lend(byNode.get(node)));

  function grouping(name) {
    const groups = new Map();
    const add = (key, title, row) => {
      let group = groups.get(key);
      if (!group) groups.set(key, group = { key, title, rows: [] });
      group.rows.push(row);
    };
    const title = row => (row.node.querySelector(".title") || row.node.querySelector(".page")).textContent;
    for (const row of rows) {
      if (name === "column") add(row.column, columns[row.column], row);
      else if (name === "flat") add("", "全部条目", row);
      else if (row.reach > 1) add("", "几个页面共有的问题", row);
      else add(address(row), title(row), row);
    }
    const found = Array.from(groups.values());
    if (name === "column") found.sort((a, b) => a.key - b.key);
    if (name === "page") found.sort((a, b) => (b.key === "") - (a.key === "") || b.rows.length - a.rows.length || (a.key < b.key ? -1 : 1));
    return found;
  }

  function show(group) {
    const box = make("section", "family"), card = make("div", "group"), heading = make("h3", "", group.title);
    heading.append(" ", make("span", "count", `${group.rows.length} 条`));
    group.list = make("ol", "rows");
    card.append(group.list);
    if (group.rows.length > OPEN_ROWS) {
      group.rest = fold("rest", `其余 ${group.rows.length - OPEN_ROWS} 条`, make("ol", "rows"));
      card.append(group.rest);
    }
    box.append(heading, card);
    group.box = group.section = box;
    return box;
  }

  function regroup() {
    const old = more;
    view = form.view.value;
    more = null;
    if (view === FIELDS.view) {
      groups = families;
      arrange();
      regrouped.replaceChildren();
    } else {
      groups = grouping(view);
      const inside = make("div"), late = make("div");
      groups.forEach((group, at) => (at < OPEN_PAGES ? inside : late).append(show(group)));
      if (late.firstChild) inside.append(more = fold("fold", `其余 ${groups.length - OPEN_PAGES} 组`, late));
      arrange();
      regrouped.replaceChildren(inside);
    }
    if (old) old.remove();
    byFamily.hidden = view !== FIELDS.view;
    regrouped.hidden = !byFamily.hidden;
  }

  // ---- Filtering.
  function filter() {
    const text = form.text.value.trim().toLowerCase();
    const { family, verdict, severity } = form;
    const column = columns.indexOf(form.column.value);
    const active = Boolean(text || family.value || verdict.value || severity.value || column >= 0);
    const sections = new Map();
    let shown = 0, behind = 0;
    groups.forEach((group, at) => {
      let seen = 0, late = 0;
      group.rows.forEach((row, nth) => {
        const fits = (!family.value || row.family === family.value) && (!verdict.value || row.verdict === verdict.value)
          && (!severity.value || row.severity === severity.value) && (column < 0 || row.column === column)
          && (!text || words(row).includes(text) || head(row.home).includes(text));
        if (row.node.hidden === fits) row.node.hidden = !fits;
        if (fits) { seen += 1; if (nth >= OPEN_ROWS) late += 1; }
      });
      if (group.box.hidden === seen > 0) group.box.hidden = !seen;
      if (group.rest) {
        group.rest.hidden = !late;
        if (active || filtered) group.rest.open = active;  // else it stays as its reader left it
        group.rest.firstElementChild.textContent = active ? `其余符合条件的 ${late} 条` : says(group.rest);
      }
      sections.set(group.section, (sections.get(group.section) || 0) + seen);
      shown += seen;
      if (at >= OPEN_PAGES && seen) behind += 1;
    });
    for (const [section, count] of sections) section.hidden = !count;
    if (more) {
      more.hidden = !behind;
      if (active || filtered) more.open = active;
      more.firstElementChild.textContent = active ? `其余符合条件的 ${behind} 组` : more.dataset.says;
    }
    filtered = active;
    none.hidden = shown > 0;
    form.elements.shown.value = active ? `符合条件的 ${shown} 条，共 ${rows.length} 条` : `共 ${rows.length} 条`;
  }
  const says = details => (details.dataset.says ??= details.firstElementChild.textContent);
  families.forEach(group => group.rest && says(group.rest));

  // ---- The address of the report holds what was chosen, so that it can be sent.
  function note() {
    const chosen = new URLSearchParams();
    for (const [name, usual] of Object.entries(FIELDS)) {
      if (form.elements[name].value !== usual) chosen.set(name, form.elements[name].value);
    }
    const hash = chosen.toString();
    if (hash || location.hash.includes("=")) history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  }

  function recall() {
    const chosen = new URLSearchParams(location.hash.slice(1));
    for (const [name, usual] of Object.entries(FIELDS)) {
      const field = form.elements[name], value = chosen.get(name) ?? usual;
      const known = field.options || (field.length ? field : null);  // a list, the radio buttons, or free text
      field.value = !known || Array.from(known, option => option.value).includes(value) ? value : usual;
    }
  }

  function apply() {
    if (view !== form.view.value) { order = form.sort.value; regroup(); }
    if (order !== form.sort.value) { order = form.sort.value; arrange(); }
    filter();
  }

  /** A link to one finding leads there, whatever is filtered or folded. */
  function go() {
    if (location.hash.includes("=")) { recall(); apply(); return; }
    const node = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!node) return;
    if (node.closest("[hidden]")) { form.reset(); apply(); }
    for (let up = node.closest("details"); up; up = up.parentNode.closest("details")) up.open = true;
    node.scrollIntoView();
    requestAnimationFrame(() => node.scrollIntoView());  // what has come into sight now has its true height
  }

  let waiting = 0;
  form.addEventListener("input", event => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { apply(); note(); }, event.target.name === "text" ? 150 : 0);
  });
  form.addEventListener("reset", () => setTimeout(() => { apply(); note(); }));
  form.addEventListener("submit", event => event.preventDefault());
  addEventListener("hashchange", go);
  document.addEventListener("click", event => {
    const link = event.target.closest("a[data-column]");
    if (!link) return;
    event.preventDefault();
    form.reset();
    form.view.value = "column";
    form.column.value = link.dataset.column;
    apply();
    note();
    document.getElementById("findings").focus();
  });
  // For browsers that cannot be told in the style sheet that closed details are printed.
  addEventListener("beforeprint", () => {
    lendTo(regrouped);
    if (CSS.supports("selector(::details-content)")) return;
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  form.hidden = false;
  form.reset();
  if (location.hash.length > 1) go();
})();
