// What every page can do with scripts: elder edition, text size, print, wide tables, outside links, name filter.
(function (doc) {
  "use strict";
  var root = doc.documentElement;

  function remember(key, value) {
    try {
      if (value) localStorage.setItem(key, value);
      else localStorage.removeItem(key);
    } catch (e) {
      // Not kept: see head.js.
    }
  }

  function each(selector, act) {
    Array.prototype.forEach.call(doc.querySelectorAll(selector), act);
  }

  // Elder edition. The two links work by :target alone; here the choice is kept for all pages.
  function switchTo(elder) {
    return function (event) {
      event.preventDefault();
      if (location.hash === "#elder") history.replaceState(null, "", location.pathname + location.search);
      if (elder) root.setAttribute("data-mode", "elder");
      else root.removeAttribute("data-mode");
      remember("gk-mode", elder ? "elder" : "");
      doc.querySelector(elder ? ".elder-out" : ".elder-in").focus();
    };
  }
  // With the hash gone only data-mode decides, and 标准版 can leave the mode again.
  if (location.hash === "#elder") location.replace("#main");
  each(".elder-in", function (a) { a.addEventListener("click", switchTo(true)); });
  each(".elder-out", function (a) { a.addEventListener("click", switchTo(false)); });

  // Text size of the article.
  function showSize() {
    var now = root.getAttribute("data-size") || "";
    each(".sizes button", function (b) { b.setAttribute("aria-pressed", String(b.dataset.size === now)); });
  }
  each(".sizes button", function (button) {
    button.addEventListener("click", function () {
      if (button.dataset.size) root.setAttribute("data-size", button.dataset.size);
      else root.removeAttribute("data-size");
      remember("gk-size", button.dataset.size);
      showSize();
    });
  });
  showSize();

  each('[data-gk="print"]', function (button) {
    button.addEventListener("click", function () { window.print(); });
  });

  // Large type for one printing: print.css does the rest.
  each('[data-print="large"]', function (button) {
    button.addEventListener("click", function () {
      root.setAttribute("data-print", "large");
      window.print();
    });
  });
  window.addEventListener("afterprint", function () { root.removeAttribute("data-print"); });

  // A table wider than the page scrolls by itself, by keyboard too.
  each(".body table", function (table) {
    var box = doc.createElement("div");
    box.className = "table-scroll";
    table.parentNode.insertBefore(box, table);
    box.appendChild(table);
    if (box.scrollWidth <= box.clientWidth) return;
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "表格，可左右滚动");
  });

  // 找错 is told which page the reader was on; without scripts it gets the home page.
  each('[data-gk="find-errors"]', function (a) {
    a.addEventListener("click", function () {
      var page = doc.querySelector('link[rel="canonical"]');
      var url = new URL(a.href);
      url.searchParams.set("url", page ? page.href : location.href);
      a.href = url.href;
    });
  });

  // Leaving for a site that is not a government's is asked first (政府网站发展指引：打开非政府网站链接有提示).
  function government(host) {
    return host === location.hostname || /(^|\.)gov\.cn$/.test(host);
  }
  each('main a[href^="http"]', function (a) {
    var canonical = doc.querySelector('link[rel="canonical"]');
    if (government(a.hostname) || (canonical && new URL(canonical.href).hostname === a.hostname)) return;
    a.classList.add("outside");
    a.addEventListener("click", function (event) {
      if (!window.confirm("您将离开本网站，前往：\n" + a.href + "\n\n该网站不是政府网站，是否继续？")) event.preventDefault();
    });
  });

  // Filter of a long list of names: <input data-filter="selector of the items">; what an item answers to beside its text
  // stands in its data-keys.
  each("[data-filter]", function (input) {
    var status = input.parentNode.querySelector('[role="status"]');
    input.addEventListener("input", function () {
      var wanted = input.value.trim().toLowerCase();
      var shown = 0;
      each(input.dataset.filter, function (item) {
        var said = (item.textContent + " " + (item.dataset.keys || "")).toLowerCase();
        item.hidden = wanted !== "" && said.indexOf(wanted) < 0;
        if (!item.hidden) shown += 1;
      });
      each(".towns > section", function (s) { s.hidden = !s.querySelector("li:not([hidden])"); });
      status.textContent = wanted ? "找到 " + shown + " 个" : "";
    });
  });
})(document);
