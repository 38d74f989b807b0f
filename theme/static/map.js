// 政务地图: filters the list, and puts its entries on the base map. An entry is <li data-kind data-at="pixels across, down">; the popup shows a copy of it, so that list and map always say the same.
(function (doc) {
  "use strict";
  var NEAR = 34;
  var items = Array.prototype.slice.call(doc.querySelectorAll(".places li"));
  var form = doc.getElementById("map-filter");
  var status = doc.getElementById("map-status");
  var box = doc.getElementById("map-box");
  var redraw = function () {};

  function fold(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  function nameOf(item) {
    return item.querySelector(".title a, .title b").textContent;
  }

  function filter() {
    var kind = doc.getElementById("map-kind").value;
    var town = doc.getElementById("map-town").value;
    var words = fold(doc.getElementById("map-name").value).split(/\s+/).filter(Boolean);
    var shown = 0;
    items.forEach(function (item) {
      var group = item.closest("section");
      var text = words.length ? fold(item.textContent) : "";
      item.hidden = Boolean((kind && item.dataset.kind !== kind) ||
        (town && group.getAttribute("aria-labelledby") !== town) ||
        !words.every(function (word) { return text.indexOf(word) >= 0; }));
      if (!item.hidden) shown += 1;
    });
    Array.prototype.forEach.call(doc.querySelectorAll(".map-group"), function (group) {
      group.hidden = !group.querySelector("li:not([hidden])");
    });
    var asked = kind || town || words.length;
    status.textContent = !asked ? "" : shown ? "找到 " + shown + " 处。" : "没有符合条件的地点，请减少条件。";
    redraw();
  }

  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("input", filter);
  form.addEventListener("reset", function () { setTimeout(filter); });

  if (!box || !window.L) return;

  var L = window.L;
  var width = Number(box.dataset.width);
  var height = Number(box.dataset.height);
  var calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  var picture = box.querySelector("img");
  var bounds = L.latLngBounds([[0, 0], [height, width]]);
  picture.remove();
  box.classList.add("live");
  box.style.aspectRatio = width + " / " + height;
  var map = L.map(box, {
    crs: L.CRS.Simple, minZoom: -8, maxZoom: 2, zoomSnap: 0, zoomDelta: 0.75, maxBoundsViscosity: 1,
    attributionControl: false, zoomControl: false, scrollWheelZoom: false,
    zoomAnimation: !calm, fadeAnimation: !calm, inertia: !calm,
  });
  L.control.zoom({ zoomInText: "", zoomOutText: "", zoomInTitle: "放大", zoomOutTitle: "缩小", position: "bottomright" }).addTo(map);
  L.imageOverlay(picture.getAttribute("src"), bounds, { alt: picture.alt }).addTo(map);
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "可以移动和缩放的图，各点与列表相同");

  function fit() {
    map.invalidateSize();
    map.setMinZoom(-8);
    map.fitBounds(bounds, { animate: false });
    map.setMinZoom(map.getBoundsZoom(bounds));
    map.setMaxBounds(bounds.pad(0.4)); // as far as a popup at the edge needs
  }

  function at(item) {
    var spot = item.dataset.at.split(" ").map(Number);
    return L.latLng(height - spot[1], spot[0]);
  }

  // The popup; where the focus goes back to when it closes.
  var popup = L.popup({ maxWidth: 260, minWidth: 160, autoPanPadding: [12, 12] });
  var goBack = null;

  function content(group) {
    var made = doc.createElement("div");
    made.className = "map-popup";
    made.tabIndex = -1;
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", group.map(nameOf).join("、"));
    group.forEach(function (item) {
      var copy = doc.createElement("div");
      copy.append.apply(copy, Array.prototype.slice.call(item.cloneNode(true).children));
      var button = copy.querySelector("button");
      var back = doc.createElement("button");
      back.type = "button";
      back.textContent = "在列表中查看";
      back.addEventListener("click", function () {
        goBack = null;
        map.closePopup(popup);
        item.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
        item.querySelector("button").focus({ preventScroll: true });
      });
      if (button) button.replaceWith(back);
      made.append(copy);
    });
    return made;
  }

  function open(group, back, quietly) {
    var inside = content(group);
    goBack = null;
    popup.options.maxWidth = Math.min(260, box.clientWidth - 80);
    box.classList.add("reading");
    popup.setLatLng(at(group[0])).setContent(inside).openOn(map);
    var close = popup.getElement().querySelector(".leaflet-popup-close-button");
    close.setAttribute("aria-label", "关闭");
    close.textContent = "";
    items.forEach(function (item) { item.classList.toggle("chosen", group.indexOf(item) >= 0); });
    if (!quietly) inside.focus({ preventScroll: true });
    goBack = back;
  }

  function markerOf(item) {
    return layer.getLayers().find(function (marker) { return marker.places.indexOf(item) >= 0; });
  }

  function focusMarker(item) {
    var marker = markerOf(item);
    if (marker) marker.getElement().focus({ preventScroll: true });
  }

  map.on("popupclose", function () {
    var back = goBack;
    goBack = null;
    box.classList.remove("reading");
    items.forEach(function (item) { item.classList.remove("chosen"); });
    // A focus that was in the popup is on the body now; one that went elsewhere stays there.
    var focus = doc.activeElement;
    if (back && (focus === doc.body || popup.getElement().contains(focus))) back();
  });
  box.addEventListener("keydown", function (event) {
    if (event.key === "Escape") map.closePopup(popup);
  });

  // Points that would lie on each other at this zoom are one marker.
  var layer = L.layerGroup().addTo(map);

  function groups() {
    var found = [];
    items.forEach(function (item) {
      if (item.hidden || !item.dataset.at) return;
      var spot = map.project(at(item));
      var near = found.find(function (group) { return group.spot.distanceTo(spot) < NEAR; });
      if (near) near.items.push(item);
      else found.push({ spot: spot, items: [item] });
    });
    return found;
  }

  function together(group) {
    return L.latLngBounds(group.map(at));
  }

  function choose(group) {
    var inside = together(group);
    if (group.length === 1 || map.getZoom() >= map.getMaxZoom() || inside.getSouthWest().equals(inside.getNorthEast())) {
      open(group, function () { focusMarker(group[0]); });
      return;
    }
    var before = map.getZoom();
    map.fitBounds(inside, { padding: [40, 40], animate: false });
    if (map.getZoom() <= before) map.setZoom(before + 1, { animate: false });
    focusMarker(group[0]);
  }

  function draw() {
    layer.clearLayers();
    groups().forEach(function (group) {
      var one = group.items.length === 1;
      var name = one ? nameOf(group.items[0]) + "，" + group.items[0].dataset.kind : group.items.length + " 处：" + group.items.slice(0, 3).map(nameOf).join("、") + (group.items.length > 3 ? " 等" : "");
      var icon = L.divIcon({ className: "pin" + (one ? group.items[0].matches(".village") ? " village" : "" : " many"), html: "", iconSize: [30, 30] });
      var marker = L.marker(at(group.items[0]), { icon: icon, title: name, riseOnHover: true });
      marker.places = group.items;
      layer.addLayer(marker);
      var element = marker.getElement();
      element.dataset.mark = one ? group.items[0].dataset.kind.slice(0, 1) : String(group.items.length);
      element.setAttribute("aria-label", name);
      marker.on("click", function () { choose(group.items); });
      element.addEventListener("keydown", function (event) {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        choose(group.items);
      });
    });
  }

  redraw = function () {
    map.closePopup(popup);
    draw();
  };

  function show(item, back, quietly) {
    if (!item.dataset.at) return;
    if (map.getZoom() < map.getMinZoom() + 0.75) map.setView(at(item), map.getMinZoom() + 0.75, { animate: false });
    open([item], back, quietly);
  }

  items.forEach(function (item) {
    if (!item.dataset.at) return;
    var button = doc.createElement("button");
    var said = doc.createElement("span");
    button.type = "button";
    said.className = "unseen";
    said.textContent = "：" + nameOf(item);
    button.append("在图上看", said);
    button.addEventListener("click", function () {
      show(item, function () { button.focus(); });
      doc.getElementById("map").scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    });
    item.querySelector(".reach").prepend(button);
  });

  function follow() {
    var item = location.hash.length > 1 && doc.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (item && items.indexOf(item) >= 0) show(item, null, true);
  }

  fit();
  draw();
  var zoom = map.getZoom();
  map.on("zoomend", function () {
    if (map.getZoom() === zoom) return;
    zoom = map.getZoom();
    draw();
  });
  window.addEventListener("resize", function () { map.invalidateSize(); });
  window.addEventListener("hashchange", follow);
  follow();
})(document);
