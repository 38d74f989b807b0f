// Runs before the first paint, so that a remembered choice does not flicker. Nothing else belongs here.
(function (root) {
  "use strict";
  root.setAttribute("data-js", "");
  try {
    // A link to …#elder turns the elder edition on as it does without scripts; here it is remembered as well.
    if (location.hash === "#elder") localStorage.setItem("gk-mode", "elder");
    if (localStorage.getItem("gk-mode") === "elder") root.setAttribute("data-mode", "elder");
    var size = localStorage.getItem("gk-size");
    if (size === "small" || size === "large") root.setAttribute("data-size", size);
  } catch (e) {
    // Storage is forbidden in some browsers: the page works, the choice is not kept.
  }
})(document.documentElement);
