/* Makes pages better that work without it: suggestions, filters, copying, checking a text.  Sends nothing. */
(function () {
  "use strict";
  var doc = document, root = doc.documentElement;
  var local = root.lang === "vi" ? 1 : 0;

  function make(name, attributes, text) {
    var element = doc.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    if (text !== undefined) element.textContent = text;
    return element;
  }

  /* Names without case, accents and tone marks, as the server folds them. */
  function fold(text) {
    return text.replace(/[đĐðÐƉɖ]/g, "d").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ß/g, "ss")
      .split(/\s+/).filter(Boolean).join(" ");
  }
  function words(name) { return name.split(/[^\p{L}\p{N}]+/u).filter(Boolean); }

  /* The index of names: loaded once, when somebody begins to search. */
  var index = null, waiting = null;
  function load(then) {
    if (index) { then(); return; }
    if (waiting) { waiting.push(then); return; }
    waiting = [then];
    var script = make("script", { src: root.dataset.index });
    script.onload = function () {
      index = window.kgIndex.map(function (row) {
        var names = [row[local ? 2 : 1], row[local ? 1 : 2]].concat(row[3].split(" | ")).map(fold);
        return { page: row[0], label: row[local ? 2 : 1], other: row[local ? 1 : 2], kind: row[4], said: window.kgKinds[row[4]][local], names: names, words: words(names.join(" ")) };
      });
      waiting.forEach(function (f) { f(); });
    };
    doc.head.appendChild(script);
  }
  function find(text, limit) {
    var wanted = fold(text), parts = wanted.split(" ");
    if (!wanted) return [];
    var found = [];
    index.forEach(function (entry, place) {
      if (!parts.every(function (part) { return entry.words.some(function (word) { return word.startsWith(part); }); })) return;
      var best = entry.names.indexOf(wanted) >= 0 ? 0
        : entry.names.some(function (name) { return name.startsWith(wanted); }) ? 1
        : entry.names.some(function (name) { return name.includes(wanted); }) ? 2 : 3;
      var late = entry.kind === "slot" || entry.kind === "source" || entry.kind === "question";
      found.push([best * 2 + (late ? 1 : 0), place, entry]);
    });
    found.sort(function (a, b) { return a[0] - b[0] || a[1] - b[1]; });
    return found.slice(0, limit).map(function (item) { return item[2]; });
  }
  function address(page) {
    return root.dataset.root.replace(/^\.\/$/, "") + (local ? "vi/" : "") + page + ("folder" in root.dataset ? ".html" : "");
  }

  /* Suggestions: a combobox of the kind that screen readers know. */
  var box = doc.getElementById("q");
  if (box) {
    var list = make("ul", { id: "suggested", role: "listbox", "aria-label": box.dataset.label, hidden: "" });
    box.parentNode.appendChild(list);
    Object.entries({ role: "combobox", "aria-controls": "suggested", "aria-expanded": "false", "aria-autocomplete": "list" })
      .forEach(function (pair) { box.setAttribute(pair[0], pair[1]); });
    var chosen = -1;
    var close = function () { list.hidden = true; chosen = -1; box.setAttribute("aria-expanded", "false"); box.removeAttribute("aria-activedescendant"); };
    var show = function () {
      var results = find(box.value, 12);
      list.textContent = "";
      chosen = -1;
      box.removeAttribute("aria-activedescendant");
      results.forEach(function (entry, n) {
        var item = make("li", { id: "suggested-" + n, role: "option", "aria-selected": "false", "data-href": address(entry.page) });
        item.appendChild(make("bdi", {}, entry.label));
        item.appendChild(make("span", { "class": "kind" }, entry.said));
        list.appendChild(item);
      });
      if (!results.length && fold(box.value)) list.appendChild(make("li", { "class": "nothing", role: "option", "aria-disabled": "true", "aria-selected": "false" }, box.dataset.none));
      list.hidden = !list.firstChild;
      box.setAttribute("aria-expanded", String(!list.hidden));
    };
    box.addEventListener("focus", function () { load(function () {}); });
    box.addEventListener("input", function () { load(show); });
    box.addEventListener("keydown", function (event) {
      var items = list.querySelectorAll("[data-href]");
      if (event.key === "Escape") { close(); return; }
      if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); location.href = items[chosen].dataset.href; return; }
      if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || !items.length || list.hidden) return;
      event.preventDefault();
      if (chosen >= 0) items[chosen].setAttribute("aria-selected", "false");
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1) + items.length) % items.length;
      items[chosen].setAttribute("aria-selected", "true");
      items[chosen].scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", items[chosen].id);
    });
    list.addEventListener("mousedown", function (event) {
      var item = event.target.closest("[data-href]");
      if (item) { event.preventDefault(); location.href = item.dataset.href; }
    });
    box.addEventListener("blur", close);
  }

  /* On a phone the menu runs off the screen: where we are is brought into it. */
  var current = doc.querySelector("nav [aria-current]");
  if (current) { var menu = current.closest("ul"); menu.scrollLeft = current.offsetLeft - menu.offsetLeft - menu.clientWidth / 3; }

  /* The page of results of a folder: the query stands in the address. */
  var results = doc.querySelector("[data-results]");
  if (results && "folder" in root.dataset) {
    var query = new URLSearchParams(location.search).get("q") || "";
    if (query.trim()) load(function () {
      box.value = query;
      var found = find(query, 100);
      results.textContent = "";
      if (!found.length) { results.appendChild(make("p", { "class": "note", role: "status" }, results.dataset.none.replace("{query}", query))); return; }
      var lines = make("ol", { "class": "results" });
      found.forEach(function (entry) {
        var item = make("li"), link = make("a", { href: address(entry.page) });
        link.appendChild(make("bdi", {}, entry.label));
        item.appendChild(link);
        item.appendChild(make("span", { "class": "tag" }, entry.said));
        if (entry.other !== entry.label) item.appendChild(make("span", { "class": "of" }, entry.other));
        lines.appendChild(item);
      });
      results.appendChild(lines);
    });
  }

  /* Copying. */
  doc.querySelectorAll("[data-copy]").forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    var label = button.textContent;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(doc.getElementById(button.dataset.copy).textContent.trim()).then(function () {
        button.textContent = button.dataset.done;
        setTimeout(function () { button.textContent = label; }, 1500);
      });
    });
  });

  /* Lists that can be narrowed by typing. */
  doc.querySelectorAll("[data-filter-list]").forEach(function (area) {
    var line = area.querySelector(".filter"), field = line.querySelector("input"), told = line.querySelector("[role=status]");
    var groups = Array.from(area.querySelectorAll(".group")).map(function (group) {
      var title = fold((group.querySelector("h2, h3") || group).textContent);
      return { group: group, items: Array.from(group.querySelectorAll("li")).map(function (item) { return { item: item, text: title + " " + fold(item.textContent) }; }) };
    });
    line.hidden = false;
    field.addEventListener("input", function () {
      var parts = fold(field.value).split(" ").filter(Boolean), count = 0;
      groups.forEach(function (held) {
        var any = 0;
        held.items.forEach(function (entry) {
          var fits = parts.every(function (part) { return entry.text.includes(part); });
          entry.item.hidden = !fits;
          any += fits;
        });
        held.group.hidden = !any;
        count += any;
      });
      told.textContent = parts.length ? count + " " + told.dataset.shown : "";
    });
  });

  /* The audit board of a folder is filtered here; on a server the form does it. */
  var board = doc.querySelector("[data-board]");
  if (board && "folder" in root.dataset) {
    var form = board.querySelector("form"), fields = form.querySelectorAll("select");
    form.hidden = false;
    form.querySelector("button").hidden = true;
    var apply = function () {
      var count = 0;
      board.querySelectorAll(".group").forEach(function (group) {
        var any = 0;
        group.querySelectorAll(".findings > li").forEach(function (item) {
          var fits = Array.from(fields).every(function (field) { return !field.value || item.dataset[field.name] === field.value; });
          item.hidden = !fits;
          any += fits;
        });
        group.hidden = !any;
        count += any;
      });
      board.querySelector("[data-count]").textContent = count;
      board.querySelector("[data-empty]").hidden = count > 0;
    };
    fields.forEach(function (field) { field.addEventListener("change", apply); });
    doc.querySelectorAll(".matrix a[data-rule]").forEach(function (link) {
      link.addEventListener("click", function () {
        form.elements.rule.value = link.dataset.rule;
        form.elements.verdict.value = link.dataset.verdict;
        form.elements.severity.value = "";
        apply();
      });
    });
  }

  /* Checking claims against the article: the text never leaves the browser. */
  doc.querySelectorAll("[data-checker]").forEach(function (area) {
    var spans = JSON.parse(area.dataset.spans);
    var result = area.querySelector(".result"), reading = area.querySelector(".reading");
    area.querySelector(".fields").hidden = false;
    function check(text) {
      result.textContent = "";
      reading.hidden = true;
      if (!text.trim()) return;
      text = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n").normalize("NFC");
      var same = area.dataset.sha256 && sha256(new TextEncoder().encode(text)) === area.dataset.sha256;
      result.appendChild(make("p", { "class": same ? "same" : "differs" }, same ? area.dataset.same : area.dataset.other));
      var points = Array.from(text), marks = [], missing = 0, moved = 0;
      spans.forEach(function (span) {
        var there = points.slice(span.start, span.end).join("") === span.exact, start = span.start;
        if (!there) {
          var at = text.indexOf(span.exact);
          if (at < 0) { missing += 1; return; }
          start = Array.from(text.slice(0, at)).length;
          moved += 1;
        }
        marks.push([start, start + Array.from(span.exact).length]);
      });
      marks.sort(function (a, b) { return a[0] - b[0]; });
      var told = [[spans.length - missing - moved, area.dataset.at], [moved, area.dataset.elsewhere], [missing, area.dataset.missing]];
      result.appendChild(make("p", { "data-told": "" }, told.filter(function (p) { return p[0]; }).map(function (p) { return p[0] + " " + p[1]; }).join(", ")));
      reading.textContent = "";
      var from = 0;
      marks.forEach(function (mark) {
        if (mark[0] < from) return;
        reading.appendChild(doc.createTextNode(points.slice(from, mark[0]).join("")));
        reading.appendChild(make("mark", {}, points.slice(mark[0], mark[1]).join("")));
        from = mark[1];
      });
      reading.appendChild(doc.createTextNode(points.slice(from).join("")));
      reading.hidden = false;
      var first = reading.querySelector("mark");
      if (first) reading.scrollTop = first.offsetTop - reading.offsetTop - 60;
    }
    area.querySelector("input[type=file]").addEventListener("change", function (event) {
      if (event.target.files[0]) event.target.files[0].text().then(check);
    });
    area.querySelector("textarea").addEventListener("input", function (event) { check(event.target.value); });
  });

  /* SHA-256; crypto.subtle is not there on plain http. */
  function sha256(bytes) {
    function root(n, power) { return (Math.pow(n, power) % 1) * 4294967296 | 0; }
    var k = [], h = [], n = 2;
    while (k.length < 64) {
      var prime = true;
      for (var d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
      if (prime) { if (h.length < 8) h.push(root(n, 1 / 2)); k.push(root(n, 1 / 3)); }
      n++;
    }
    var length = bytes.length, padded = new Uint8Array((length + 9 + 63 >> 6) << 6), view = new DataView(padded.buffer);
    padded.set(bytes);
    padded[length] = 128;
    view.setUint32(padded.length - 8, length / 536870912 | 0);
    view.setUint32(padded.length - 4, length << 3);
    function turn(x, by) { return x >>> by | x << 32 - by; }
    var w = new Int32Array(64);
    for (var at = 0; at < padded.length; at += 64) {
      for (var i = 0; i < 64; i++) {
        if (i < 16) { w[i] = view.getInt32(at + 4 * i); continue; }
        var a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + w[i - 7] + (turn(a, 7) ^ turn(a, 18) ^ a >>> 3) + (turn(b, 17) ^ turn(b, 19) ^ b >>> 10) | 0;
      }
      var s = h.slice();
      for (i = 0; i < 64; i++) {
        var t1 = s[7] + (turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25)) + (s[4] & s[5] ^ ~s[4] & s[6]) + k[i] + w[i] | 0;
        var t2 = (turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22)) + (s[0] & s[1] ^ s[0] & s[2] ^ s[1] & s[2]) | 0;
        s = [t1 + t2 | 0, s[0], s[1], s[2], s[3] + t1 | 0, s[4], s[5], s[6]];
      }
      h = h.map(function (x, j) { return x + s[j] | 0; });
    }
    return h.map(function (x) { return (x >>> 0).toString(16).padStart(8, "0"); }).join("");
  }
})();
