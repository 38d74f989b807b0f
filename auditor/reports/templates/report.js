"use strict";
(() => {
  const form = document.getElementById("filter");
  const none = document.getElementById("none");
  const OPEN_ROWS = 50;

  const groups = Array.from(document.querySelectorAll(".group"), group => {
    const section = group.closest(".family");
    const rows = Array.from(group.querySelectorAll(".row"), (node, place) => ({
      node, place, verdict: node.dataset.v, severity: node.dataset.s, reach: Number(node.dataset.r),
    }));
    return { group, section, family: section.dataset.family, rows, head: null,
             list: group.querySelector(".rows"), rest: group.querySelector(".rest") };
  });
  const all = groups.reduce((sum, group) => sum + group.rows.length, 0);
  for (const { rest } of groups) if (rest) rest.dataset.says = rest.firstElementChild.textContent;

  const words = (entry, node) => (entry.words ??= node.textContent.toLowerCase());
  const page = row => (row.page ??= row.node.querySelector(".page").textContent);
  const ORDERS = {
    "": (a, b) => a.place - b.place,
    severity: (a, b) => a.severity.localeCompare(b.severity) || a.place - b.place,
    reach: (a, b) => b.reach - a.reach || a.place - b.place,
    page: (a, b) => (page(a) < page(b) ? -1 : page(a) > page(b) ? 1 : a.place - b.place),
  };
  let order = "";

  function sort() {
    if (form.sort.value === order) return;
    order = form.sort.value;
    for (const { rows, list, rest } of groups) {
      rows.sort(ORDERS[order]);
      list.append(...rows.slice(0, OPEN_ROWS).map(row => row.node));
      if (rest) rest.querySelector(".rows").append(...rows.slice(OPEN_ROWS).map(row => row.node));
    }
  }

  function filter() {
    const text = form.text.value.trim().toLowerCase();
    const { family, verdict, severity } = form;
    const active = Boolean(text || family.value || verdict.value || severity.value);
    const sections = new Map();
    let shown = 0;
    for (const entry of groups) {
      const here = !family.value || entry.family === family.value;
      // The remedy and the clauses of a whole group stand at its head.
      const head = here && text && words(entry, entry.group.querySelector(".common")).includes(text);
      let seen = 0, late = 0;
      entry.rows.forEach((row, at) => {
        const fits = here && (!verdict.value || row.verdict === verdict.value)
          && (!severity.value || row.severity === severity.value)
          && (!text || head || words(row, row.node).includes(text));
        if (row.node.hidden === fits) row.node.hidden = !fits;
        if (fits) { seen += 1; if (at >= OPEN_ROWS) late += 1; }
      });
      entry.group.hidden = !seen;
      if (entry.rest) {
        entry.rest.hidden = !late;
        entry.rest.open = active;
        entry.rest.firstElementChild.textContent = active ? `其余符合条件的 ${late} 条` : entry.rest.dataset.says;
      }
      sections.set(entry.section, (sections.get(entry.section) || 0) + seen);
      shown += seen;
    }
    for (const [section, count] of sections) section.hidden = !count;
    none.hidden = shown > 0;
    form.elements.shown.value = active ? `符合条件的 ${shown} 条，共 ${all} 条` : `共 ${all} 条`;
  }

  let waiting = 0;
  form.addEventListener("input", event => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { sort(); filter(); }, event.target.name === "text" ? 200 : 0);
  });
  form.addEventListener("reset", () => setTimeout(() => { sort(); filter(); }));
  form.addEventListener("submit", event => event.preventDefault());
  // For browsers that cannot be told in the style sheet that closed details are printed.
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll(".rest, .card details")) details.open = true;
  });
  form.hidden = false;
  form.reset();
})();
