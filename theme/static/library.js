// Combined search of the policy library over library.json: objects with t title, u url, n 文号, i 索引号, o unit, w written, d published, c topic, v validity, r interpretations.
(function (doc) {
  "use strict";
  var STEP = 50;
  var WAYS = { topic: "c", unit: "o", validity: "v" };
  var form = doc.querySelector(".finder");
  var list = doc.getElementById("found-list");
  var status = doc.getElementById("found-status");
  var more = doc.getElementById("found-more");
  var asked = new URLSearchParams(location.search);

  function get(name) {
    return (asked.get(name) || "").trim().slice(0, 60);
  }

  function fold(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  function element(name, className, text) {
    var made = doc.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function link(text, url) {
    var made = element("a", "", text);
    made.href = url;
    return made;
  }

  // The same row as in partials/policies.html, of text nodes only: titles are never read as HTML.
  function row(entry) {
    var item = element("li");
    var title = element("p", "title");
    var over = /修改|失效|废止/.test(entry.v);
    title.append(link(entry.t, entry.u), " ", element("span", "tag " + (over ? "void" : entry.v === "归档" ? "archive" : "live"), entry.v));
    var about = element("p", "about");
    [entry.n, entry.o, "成文 " + entry.w, "发布 " + entry.d, entry.i && "索引号 " + entry.i].forEach(function (text) {
      if (text) about.append(element("span", "", text));
    });
    item.append(title, about);
    if (entry.r) {
      var readings = element("p", "readings");
      entry.r.forEach(function (reading) {
        var one = element("span");
        one.append(element("span", "tag", reading[2] === "文字" ? "解读" : reading[2]), " ", link(reading[0], reading[1]));
        readings.append(one);
      });
      item.append(readings);
    }
    return item;
  }

  // 文号 in the order of filing: the office's word, then the newest year, then the serial.
  function number(entry) {
    var parts = /^(.*)〔(\d{4})〕(\d+)号$/.exec(entry.n || "");
    return parts ? { word: parts[1], year: -parts[2], serial: -parts[3] } : { word: "\uffff", year: 0, serial: 0 };
  }

  var ORDERS = {
    written: function (a, b) { return a.w < b.w ? -1 : a.w > b.w ? 1 : 0; },
    published: function (a, b) { return a.d < b.d ? 1 : a.d > b.d ? -1 : 0; },
    number: function (a, b) {
      var one = number(a);
      var other = number(b);
      return one.word.localeCompare(other.word, "zh") || one.year - other.year || one.serial - other.serial;
    },
  };

  function show(entries) {
    var words = fold(get("q")).split(/\s+/);
    var found = entries.filter(function (entry) {
      var text = fold([entry.t, entry.n, entry.i].join(" "));
      if (get("year") && entry.w.slice(0, 4) !== get("year")) return false;
      return words.every(function (word) { return text.indexOf(word) >= 0; }) &&
        Object.keys(WAYS).every(function (way) { return !get(way) || entry[WAYS[way]] === get(way); });
    });
    if (ORDERS[get("sort")]) found.sort(ORDERS[get("sort")]);
    var shown = 0;
    function next() {
      found.slice(shown, shown + STEP).forEach(function (entry) { list.append(row(entry)); });
      shown = Math.min(shown + STEP, found.length);
      more.hidden = shown >= found.length;
    }
    status.textContent = found.length ? "共找到 " + found.length + " 件。" : "没有符合这些条件的文件。请减少条件或更换用词。";
    more.addEventListener("click", next);
    next();
  }

  var fields = Array.prototype.filter.call(form ? form.elements : [], function (field) { return field.name; });
  if (!fields.some(function (field) { return get(field.name); })) return;
  fields.forEach(function (field) { field.value = get(field.name); });
  doc.getElementById("newest").hidden = true;
  doc.getElementById("found").hidden = false;
  status.textContent = "正在查找……";
  fetch(form.dataset.library)
    .then(function (response) {
      if (!response.ok) throw new Error(String(response.status));
      return response.json();
    })
    .then(show)
    .catch(function () {
      status.textContent = "暂时取不到文件目录。请稍后刷新本页，或按主题、年份、机构和有效性浏览。";
    });
})(document);
