// The query machine: back to the start when nobody touches it, printing, and a frame that stays on this site.
(function (doc) {
  "use strict";
  var body = doc.body;
  var frame = doc.querySelector("iframe");
  var ask = doc.querySelector(".kiosk-ask");
  var left = ask.querySelector("[data-left]");
  var idle = Number(body.dataset.idle);
  var grace = Number(body.dataset.ask);
  var last = Date.now();
  var touched = false;

  // The start is the first start page that this machine was opened with: all towns, or its own town.
  function start() {
    try {
      if (!sessionStorage.getItem("gk-kiosk") && "start" in body.dataset) {
        sessionStorage.setItem("gk-kiosk", location.pathname);
      }
      return sessionStorage.getItem("gk-kiosk") || body.dataset.home;
    } catch (e) {
      return body.dataset.home;
    }
  }

  function stay() {
    last = Date.now();
    touched = true;
  }

  function watch(target) {
    ["pointerdown", "touchstart", "keydown", "wheel", "scroll"].forEach(function (name) {
      target.addEventListener(name, function () { if (!ask.open) stay(); }, { capture: true, passive: true });
    });
  }

  function open() {
    if (ask.open) return;
    if (ask.showModal) ask.showModal();
    else ask.setAttribute("open", "");
    ask.querySelector("[data-stay]").focus();
  }

  function close() {
    if (ask.close) ask.close();
    else ask.removeAttribute("open");
    stay();
  }

  function tick() {
    var quiet = (Date.now() - last) / 1000;
    var home = start();
    if (location.pathname === home && !touched && !location.hash) return; // nobody came since it was opened
    if (quiet < idle) return;
    var rest = Math.ceil(idle + grace - quiet);
    if (rest <= 0) {
      // A start page is loaded anew: the same address with a hash would only scroll.
      if (location.pathname === home && !location.hash) location.reload();
      else location.replace(home);
      return;
    }
    left.textContent = rest;
    ask.classList.toggle("soon", rest <= 10);
    open();
  }

  // What is shown in the frame: no head and foot of its own, no way out of the site.
  function enter() {
    var inside;
    try {
      inside = frame.contentDocument;
    } catch (e) {
      return;
    }
    if (!inside) return;
    if (inside.documentElement.hasAttribute("data-kiosk")) return;
    inside.documentElement.setAttribute("data-kiosk", "");
    var style = doc.querySelector('link[href$="kiosk.css"]').cloneNode();
    (inside.head || inside.documentElement).appendChild(style);
    watch(inside);
    inside.addEventListener("click", function (event) {
      var link = event.target.closest && event.target.closest("a[href]");
      if (link && link.protocol !== "javascript:" && link.host !== location.host) event.preventDefault();
      else if (link && link.target) link.removeAttribute("target");
    }, true);
  }

  doc.documentElement.setAttribute("data-js", ""); // not head.js: the machine keeps its own type size
  start();
  watch(doc);
  ask.querySelector("[data-stay]").addEventListener("click", close);
  ask.addEventListener("cancel", function () { stay(); });
  setInterval(tick, 500);
  if (frame) {
    frame.addEventListener("load", enter);
    if (frame.contentDocument && frame.contentDocument.readyState === "complete") enter();
    doc.querySelector("[data-print-frame]").addEventListener("click", function () { frame.contentWindow.print(); });
  }
})(document);
