// Added by `desk preview` to the pages it serves; no published page has it. Reloads when the pages were built anew,
// fetches only the style sheets when only they were, and shows what keeps the site from being built.
(function (doc) {
  "use strict";
  var own = doc.currentScript;
  var pages = own.dataset.pages;
  var styles = own.dataset.styles;
  var source = null;
  var lost = 0;
  var GONE = {
    title: "预览已经停止",
    lines: ["这个网页不会再自己更新"],
    advice: "请在终端里重新运行 desk preview，网页会自动接上",
  };

  function listen() {
    leave();
    source = new EventSource("/__preview/events");
    source.onmessage = function (event) {
      clearTimeout(lost);
      lost = 0;
      hear(JSON.parse(event.data));
    };
    source.onerror = function () {
      lost = lost || setTimeout(function () { show(GONE); }, 2000);
      // Some browsers try again by themselves, others give up.
      if (source && source.readyState === EventSource.CLOSED) setTimeout(wake, 1000);
    };
  }

  function leave() {
    if (source) source.close();
    source = null;
  }

  // A browser allows one site six connections, so only pages that are looked at keep one; the others ask on return.
  function wake() {
    if (doc.visibilityState === "hidden") leave();
    else listen();
  }

  function hear(news) {
    if (news.pages !== pages) {
      location.reload();
      return;
    }
    if (news.styles !== styles) {
      styles = news.styles;
      Array.prototype.forEach.call(doc.querySelectorAll('link[rel~="stylesheet"][href]'), swap);
    }
    show(news.trouble);
  }

  // The old sheet stays until the new one is there: the page does not flash without styles.
  function swap(old) {
    var address = new URL(old.href);
    if (address.origin !== location.origin || old.dataset.leaving) return;
    var fresh = old.cloneNode();
    address.searchParams.set("preview", styles);
    fresh.href = address.href;
    fresh.onload = fresh.onerror = function () { old.remove(); };
    old.dataset.leaving = "true";
    old.after(fresh);
  }

  // The panel, in a shadow tree so that neither its styles nor the page's reach the other.
  var panel = (function () {
    var host = doc.createElement("div");
    host.id = "gk-preview";
    var tree = host.attachShadow({ mode: "open" });
    var sheet = add(tree, "link", { rel: "stylesheet", href: "/__preview/reload.css" });
    var spoken = add(tree, "p", { role: "status", class: "unseen" });
    var aside = add(tree, "aside", { "aria-labelledby": "title", hidden: "" });
    var bar = add(aside, "div", { class: "bar" });
    var title = add(bar, "p", { id: "title" });
    var button = add(bar, "button", { type: "button", "aria-controls": "report" });
    var report = add(aside, "div", { id: "report", role: "group", "aria-label": "需要改正的地方", tabindex: "0" });
    var list = add(report, "ul", {});
    var advice = add(report, "p", {});

    function fold(folded) {
      report.hidden = folded;
      button.setAttribute("aria-expanded", String(!folded));
      button.textContent = folded ? "展开" : "收起";
    }
    button.addEventListener("click", function () {
      fold(!report.hidden);
      remember(report.hidden);
    });
    fold(remembered());
    // What the panel covers can still be scrolled to, and a link that gets the focus is not hidden by it.
    new ResizeObserver(function () {
      var height = aside.offsetHeight ? aside.offsetHeight + "px" : "";
      doc.body.style.paddingBottom = height;
      doc.documentElement.style.scrollPaddingBottom = height;
    }).observe(aside);
    doc.body.appendChild(host);
    return { spoken: spoken, aside: aside, title: title, list: list, advice: advice, sheet: sheet, shown: "" };
  })();

  function add(parent, name, attributes) {
    var element = doc.createElement(name);
    Object.keys(attributes).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    return parent.appendChild(element);
  }

  function show(trouble) {
    var text = JSON.stringify(trouble);
    if (text === panel.shown) return;
    panel.spoken.textContent = trouble ? trouble.title : panel.shown ? "问题已改正" : "";
    panel.shown = trouble ? text : "";
    panel.aside.hidden = !trouble;
    if (!trouble) return;
    panel.title.textContent = trouble.title;
    panel.advice.textContent = trouble.advice + "。";
    panel.list.textContent = "";
    trouble.lines.forEach(function (line) { add(panel.list, "li", {}).textContent = line; });
  }

  function remember(folded) {
    try {
      sessionStorage.setItem("gk-preview-folded", folded ? "yes" : "");
    } catch (e) {
      // Storage is forbidden in some browsers: the panel opens again on the next page.
    }
  }

  function remembered() {
    try {
      return sessionStorage.getItem("gk-preview-folded") === "yes";
    } catch (e) {
      return false;
    }
  }

  doc.addEventListener("visibilitychange", wake);
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", function (event) { if (event.persisted) wake(); });
  wake();
})(document);
