// Sorts what is found by the main columns as the page's own menu names them; ?k= is the one chosen.
// Lists titles of /search/index.json and /search/records.json (rows of tables, points of maps), arrays of {t: title, u: url, d: date, c: column, v: word on its state}, that hold every word asked for.
(function (doc) {
  "use strict";
  var STEP = 50;
  var status = doc.getElementById("search-status");
  var list = doc.getElementById("search-results");
  var more = doc.getElementById("search-more");
  var kinds = doc.getElementById("search-kinds");
  var input = doc.getElementById("q");

  function fold(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  // The title with the words found marked, built of text nodes only: titles are never read as HTML.
  function marked(title, words) {
    var into = doc.createDocumentFragment();
    var folded = fold(title);
    if (folded.length !== title.length) {
      into.append(title);
      return into;
    }
    var at = 0;
    while (at < title.length) {
      var best = -1;
      var length = 0;
      words.forEach(function (word) {
        var found = folded.indexOf(word, at);
        if (found >= 0 && (best < 0 || found < best || (found === best && word.length > length))) {
          best = found;
          length = word.length;
        }
      });
      if (best < 0) break;
      into.append(title.slice(at, best));
      var mark = doc.createElement("mark");
      mark.textContent = title.slice(best, best + length);
      into.append(mark);
      at = best + length;
    }
    into.append(title.slice(at));
    return into;
  }

  function row(entry, words) {
    var item = doc.createElement("li");
    var link = doc.createElement("a");
    link.href = entry.u;
    link.append(marked(entry.t, words));
    var about = doc.createElement("span");
    about.className = "about";
    about.textContent = [entry.c, entry.d].filter(Boolean).join(" · ");
    item.append(link);
    if (entry.v) {
      var state = doc.createElement("span");
      state.className = "tag " + (entry.v === "归档" ? "archive" : "void");
      state.textContent = entry.v;
      item.append(" ", state);
    }
    item.append(about);
    return item;
  }

  function chip(name, number, path, query) {
    var item = doc.createElement("li");
    var link = doc.createElement("a");
    link.href = "/search/?q=" + encodeURIComponent(query) + (path ? "&k=" + encodeURIComponent(path) : "");
    link.textContent = name + "（" + number + "）";
    if (path === kind) link.setAttribute("aria-current", "true");
    item.append(link);
    kinds.append(item);
  }

  function sort(found, query) {
    if (!found.length) return;
    kinds.hidden = false;
    chip("全部", found.length, "", query);
    doc.querySelectorAll(".nav a").forEach(function (column) {
      var path = column.getAttribute("href");
      var number = path === "/" ? 0 : found.filter(function (entry) { return entry.u.indexOf(path) === 0; }).length;
      if (number) chip(column.textContent.trim(), number, path, query);
    });
  }

  function show(entries, words, query) {
    var found = entries.filter(function (entry) {
      var text = fold(entry.t + " " + (entry.c || ""));
      return words.every(function (word) { return text.indexOf(word) >= 0; });
    });
    sort(found, query);
    if (kind) found = found.filter(function (entry) { return entry.u.indexOf(kind) === 0; });
    var shown = 0;
    function next() {
      found.slice(shown, shown + STEP).forEach(function (entry) { list.append(row(entry, words)); });
      shown = Math.min(shown + STEP, found.length);
      more.hidden = shown >= found.length;
    }
    status.textContent = found.length
      ? "“" + query + "”共找到 " + found.length + " 条信息。"
      : "没有找到含“" + query + "”的信息。请减少或更换用词，也可以从站点地图按栏目查找。";
    more.addEventListener("click", next);
    next();
  }

  var query = (new URLSearchParams(location.search).get("q") || "").trim().slice(0, 60);
  var kind = new URLSearchParams(location.search).get("k") || "";
  if (!query) return;
  input.value = query;
  doc.title = query + " - " + doc.title;
  status.textContent = "正在搜索……";
  Promise.all(["/search/index.json", "/search/records.json"].map(function (address) {
    return fetch(address).then(function (response) {
      if (!response.ok) throw new Error(String(response.status));
      return response.json();
    });
  }))
    .then(function (both) {
      var entries = both[0].concat(both[1]);
      entries.sort(function (a, b) { return a.d < b.d ? 1 : a.d > b.d ? -1 : 0; });
      show(entries, fold(query).split(/\s+/), query);
    })
    .catch(function () {
      status.textContent = "暂时取不到搜索目录。请稍后刷新本页，或从站点地图按栏目查找。";
    });
})(document);
