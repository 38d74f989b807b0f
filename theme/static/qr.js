// Draws the page's own address as a QR code beside the printed address. Needs /theme/vendor/qrcode.js (global `qrcode`).
(function (doc) {
  "use strict";
  var NS = "http://www.w3.org/2000/svg";
  var QUIET = 4; // modules of white around the code, as ISO/IEC 18004 asks

  function draw(address) {
    var code = qrcode(0, "M");
    code.addData(address);
    code.make();
    var count = code.getModuleCount();
    var path = "";
    for (var row = 0; row < count; row += 1) {
      for (var column = 0; column < count; column += 1) {
        if (code.isDark(row, column)) path += "M" + (column + QUIET) + " " + (row + QUIET) + "h1v1h-1z";
      }
    }
    var side = count + 2 * QUIET;
    var svg = doc.createElementNS(NS, "svg");
    svg.setAttribute("viewBox", "0 0 " + side + " " + side);
    svg.setAttribute("shape-rendering", "crispEdges");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", "本页网址的二维码，可用手机扫描打开");
    var dark = doc.createElementNS(NS, "path");
    dark.setAttribute("d", path);
    svg.appendChild(dark);
    return svg;
  }

  Array.prototype.forEach.call(doc.querySelectorAll('[data-gk="qr"]'), function (box) {
    if (typeof qrcode === "undefined" || !box.dataset.url) return;
    box.insertBefore(draw(box.dataset.url), box.querySelector(".address"));
  });
})(document);
