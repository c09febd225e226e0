/* Search without a server: finds briefs in script files made at build time (see briefing/search/).

   A file of the index calls briefingSearch(name, data).  Terms lie in files in the order of the alphabet, each posting
   is a brief's key, a letter for its length, and counts by field ("t1s2"). */
(function () {
  "use strict";
  var PAGE = 10, WEIGHTS = { t: 4, n: 3, b: 2.5, s: 1.2, e: 1, x: 0.6 }, K1 = 1.2, B = 0.6;
  var MOST_FILES = 24; /* files of terms that one unfinished word may load */
  var DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";
  var SIZES = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  var LETTERS = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ς": "σ" };
  var DAY_ZERO = Date.UTC(1600, 0, 1), DAY = 864e5;
  var base = document.currentScript.src.replace(/assets\/search\.js.*$/, "search/");
  var files = {}, waiting = {};

  /* -- loading --- */

  window.briefingSearch = function (name, data) { files[name] = data; };

  function load(name) {
    if (!waiting[name]) waiting[name] = new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = base + name + ".js";
      script.onload = function () { done(files[name]); };
      script.onerror = function () { delete waiting[name]; failed(new Error(name)); };
      document.head.appendChild(script);
    });
    return waiting[name];
  }

  /* -- words: the same rules as briefing/search/folding.py --- */

  function fold(text) {
    return text.normalize("NFKD").toLowerCase().replace(/[ßæœøłđðþıħς]/g, function (c) { return LETTERS[c]; })
      .normalize("NFKD").replace(/\p{M}+/gu, "");
  }

  function words(text) {
    var folded = fold(text).replace(/(^|[^\p{L}\p{N}_])((?:\p{L}\.){2,})/gu, function (_, before, initials) {
      return before + initials.replace(/\./g, "");
    });
    return (folded.match(/[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu) || []).map(plain);
  }

  function plain(word) { return word.replace(/['’]s$/, "").replace(/’/g, "'").slice(0, 40); }

  /* The forms of a word that count as the word: its singular and its plural. */
  function forms(word) {
    var found = [word];
    if (/[^aeiou]y$/.test(word)) found.push(word.slice(0, -1) + "ies");
    if (/ies$/.test(word) && word.length > 4) found.push(word.slice(0, -3) + "y");
    if (/[^su]s$/.test(word) && word.length > 3) found.push(word.slice(0, -1));
    else if (/[a-z]$/.test(word) && word.length > 2) found.push(word + "s");
    return found;
  }

  /* -- looking up --- */

  function fileOf(first) {
    return "t-" + first.replace(/[^a-z0-9]/gu, function (c) { return "_" + c.codePointAt(0).toString(16) + "_"; });
  }

  /* The files that may hold a term, or any that starts with it. */
  function filesOf(term, open, totals) {
    var firsts = totals.terms, low = 0, high = firsts.length;
    while (low < high) { var middle = (low + high) >> 1; if (firsts[middle] <= term) low = middle + 1; else high = middle; }
    var from = Math.max(low - 1, 0), to = from + 1;
    while (open && to < firsts.length && to - from < MOST_FILES && firsts[to].indexOf(term) === 0) to++;
    return firsts.slice(from, to).map(fileOf);
  }

  /* Resolves to a Map of key -> score for one word; `open` takes every term that starts with it. */
  function postings(word, open, field, totals) {
    var exact = forms(word), names = new Set();
    exact.forEach(function (form) { filesOf(form, false, totals).forEach(function (name) { names.add(name); }); });
    if (open) filesOf(word, true, totals).forEach(function (name) { names.add(name); });
    return Promise.all(Array.from(names, load)).then(function (groups) {
      var scores = new Map();
      groups.forEach(function (group) {
        Object.keys(group).forEach(function (term) {
          var part = term === word ? 1 : exact.indexOf(term) >= 0 ? 0.9 : open && term.indexOf(word) === 0 ? 0.6 : 0;
          if (part) score(group[term].split(" "), part, field, totals, scores);
        });
      });
      return scores;
    });
  }

  /* BM25 with weighted fields; a brief that several forms find keeps the best. */
  function score(rows, part, field, totals, scores) {
    var idf = Math.log(1 + (totals.briefs - rows.length + 0.5) / (rows.length + 0.5));
    rows.forEach(function (row) {
      var key = row.slice(0, 7), length = Math.round(16 * Math.pow(1.16, SIZES.indexOf(row[7]))), weight = 0;
      (row.slice(8).match(/[a-z]\d+/g) || []).forEach(function (count) {
        if (!field || count[0] === field) weight += (WEIGHTS[count[0]] || 1) * +count.slice(1);
      });
      if (!weight) return;
      var here = part * idf * weight * (K1 + 1) / (weight + K1 * (1 - B + B * length / (totals.mean || 1)));
      if (here > (scores.get(key) || 0)) scores.set(key, here);
    });
  }

  function facet(name, totals) {
    return Promise.all(filesOf(name, false, totals).map(load)).then(function (groups) {
      var keys = new Set();
      groups.forEach(function (group) { if (Object.hasOwn(group, name)) group[name].split(" ").forEach(function (k) { keys.add(k); }); });
      return keys;
    });
  }

  function dayKey(text) {
    var number = Math.round((Date.parse(text) - DAY_ZERO) / DAY), key = "";
    for (var i = 0; i < 3; i++) { key = DIGITS[number % 64] + key; number = Math.floor(number / 64); }
    return key;
  }

  /* Resolves to {keys, words, some}: keys by falling score; `some` where no brief holds all words. */
  function find(asked, totals) {
    var query = words(asked.q), actor = words(asked.actor || "");
    var last = /[\p{L}\p{N}]$/u.test(asked.q) ? query.length - 1 : -1;
    var parts = query.map(function (word, i) { return postings(word, i === last && word.length > 1, "", totals); });
    var sure = actor.map(function (word) { return postings(word, word.length > 2, "n", totals); });
    ["country", "status", "tag", "era"].forEach(function (name) {
      var letter = { country: "c", status: "s", tag: "g", era: "e" }[name];
      if (asked[name]) sure.push(facet("=" + letter + "-" + asked[name], totals));
    });
    if (!query.length && !sure.length) sure.push(Promise.all(asked.statuses.map(function (status) { return facet("=s-" + status, totals); })).then(function (sets) {
      return new Set(sets.flatMap(function (set) { return Array.from(set); }));
    }));
    return Promise.all([Promise.all(parts), Promise.all(sure)]).then(function (both) {
      var found = both[0], limits = both[1], from = asked.from ? dayKey(asked.from) : "", to = asked.to ? dayKey(asked.to) : "~~~";
      var all = new Map(), rank = new Map();
      (found.length ? found : [limits[0]]).forEach(function (one) {
        one.forEach(function (value, key) { all.set(key, (all.get(key) || 0) + 1); rank.set(key, (rank.get(key) || 0) + (found.length ? value : 0)); });
      });
      var keys = Array.from(all.keys()).filter(function (key) {
        var day = key.slice(0, 3);
        return limits.every(function (limit) { return limit.has(key); }) && (from || asked.to ? day !== "000" && day >= from && day <= to : true);
      });
      var whole = keys.filter(function (key) { return all.get(key) === (found.length || 1); });
      var some = !whole.length && keys.length > 0 && found.length > 1;
      var list = some ? keys : whole;
      list.sort(function (a, b) { return rank.get(b) - rank.get(a) || (a < b ? 1 : -1); });
      return { keys: list, words: query, last: last, some: some };
    });
  }

  /* -- showing --- */

  function shownOf(key, totals) {
    var number = dayNumber(key), month = number ? new Date(DAY_ZERO + number * DAY).toISOString().slice(0, 7) : "undated";
    var bucket = 0;
    for (var i = 3; i < key.length; i++) bucket = (bucket * 31 + key.charCodeAt(i)) % 65536;
    return load("d-" + month + "-" + (bucket % totals.months[month])).then(function (file) { return file[key]; });
  }

  function dayNumber(key) {
    return DIGITS.indexOf(key[0]) * 4096 + DIGITS.indexOf(key[1]) * 64 + DIGITS.indexOf(key[2]);
  }

  /* How a word of a text answers the query: the number of the query's word, or -1. */
  function hit(word, result) {
    var folded = plain(fold(word).replace(/\./g, ""));
    return result.words.findIndex(function (asked, i) {
      return forms(asked).indexOf(folded) >= 0 || (i === result.last && asked.length > 1 && folded.indexOf(asked) === 0);
    });
  }

  var WORDS = /(?:\p{L}\.){2,}|[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{N}\p{M}]+)*/gu;

  function best(sentences, result) {
    var top = null, most = 0;
    sentences.forEach(function (sentence) {
      var held = new Set((sentence[1].match(WORDS) || []).map(function (w) { return hit(w, result); }));
      held.delete(-1);
      if (held.size > most || (held.size === most && held.size && !top[2] && sentence[2])) { most = held.size; top = sentence; }
    });
    return top || sentences[0];
  }

  function element(name, text, className) {
    var made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function marked(text, result) {
    var made = document.createElement("p"), at = 0, found;
    WORDS.lastIndex = 0;
    while ((found = WORDS.exec(text))) {
      if (hit(found[0], result) < 0) continue;
      made.append(text.slice(at, found.index), element("mark", found[0]));
      at = found.index + found[0].length;
    }
    made.append(text.slice(at));
    return made;
  }

  function card(row, result, say) {
    var slug = row[0], sentence = best(row[4], result), item = element("li", "", "card");
    var place = !sentence ? "briefs/" + slug + ".html" : sentence[2] ? "briefs/" + slug + ".html#" + sentence[2] : "sources/" + slug + ".html#s" + sentence[0];
    var title = element("h2"), link = element("a", row[1]);
    link.href = sentence && sentence[2] ? place : "briefs/" + slug + ".html";
    title.append(link);
    item.append(title);
    if (sentence) item.append(marked(sentence[1], result));
    var meta = element("p", "", "meta");
    if (row[2]) { var time = element("time", say.day(row[2])); time.dateTime = row[2]; meta.append(time); }
    meta.append(element("span", say.status[row[3]] || row[3]));
    if (sentence) { var proof = element("a", say.sentence.replace("{number}", sentence[0])); proof.href = "sources/" + slug + ".html#s" + sentence[0]; meta.append(proof); }
    item.append(meta);
    return item;
  }

  /* -- the page --- */

  document.addEventListener("DOMContentLoaded", function () {
    var form = document.getElementById("search"), list = document.getElementById("hits"), state = document.getElementById("state"), more = document.getElementById("more");
    if (!form) return;
    var box = form.elements.q, turn = 0, current = null;
    var months = JSON.parse(form.dataset.months), say = {
      status: JSON.parse(form.dataset.status), sentence: form.dataset.sentence,
      day: function (iso) { var parts = iso.split("-"); return form.dataset.day.replace("{day}", +parts[2]).replace("{month}", months[parts[1] - 1]).replace("{year}", parts[0]); }
    };

    function asked() {
      var values = {};
      Array.from(form.elements).forEach(function (field) { if (field.name && field.value) values[field.name] = field.value; });
      return values;
    }

    function tell(text) { state.textContent = text; list.removeAttribute("aria-busy"); }

    /* Resolves to whether the hits are shown: not so where another query was asked meanwhile. */
    function show(result, totals, from, mine) {
      return Promise.all(result.keys.slice(from, from + PAGE).map(function (key) { return shownOf(key, totals); })).then(function (rows) {
        if (mine !== turn) return false;
        if (!from) list.replaceChildren();
        rows.forEach(function (row) { list.append(card(row, result, say)); });
        more.hidden = result.keys.length <= from + PAGE;
        return true;
      });
    }

    function run(keep) {
      var query = asked(), mine = ++turn;
      list.setAttribute("aria-busy", "true"); /* until the hits and their number are those of this query */
      var hash = new URLSearchParams(query).toString();
      if (keep) history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
      query.q = query.q || "";
      query.statuses = Object.keys(say.status);
      if (!hash) { list.replaceChildren(); more.hidden = true; tell(form.dataset.hint); return; }
      load("totals").then(function (totals) {
        return find(query, totals).then(function (result) {
          return show(result, totals, 0, mine).then(function (shown) {
            var count = result.keys.length;
            if (!shown) return;
            current = { result: result, totals: totals };
            tell((result.some ? form.dataset.some : !count ? form.dataset.none : count === 1 ? form.dataset.one : form.dataset.many).replace("{count}", count.toLocaleString(document.documentElement.lang || "en")));
          });
        });
      }).catch(function (error) { if (mine === turn) tell(form.dataset.failed.replace("{file}", error.message)); });
    }

    function read() {
      var values = new URLSearchParams(location.hash.slice(1) || location.search.slice(1));
      Array.from(form.elements).forEach(function (field) { if (field.name) field.value = values.get(field.name) || ""; });
      if (["actor", "country", "status", "tag", "era", "from", "to"].some(function (name) { return values.get(name); })) form.querySelector("details").open = true;
      run(false);
    }

    /* Arrow keys move between the box and the results; Enter in the box leads to the first. */
    function move(event) {
      var down = event.key === "ArrowDown" || (event.key === "Enter" && document.activeElement === box);
      if (!down && event.key !== "ArrowUp") return;
      var stops = [box].concat(Array.from(list.querySelectorAll("h2 a"))), at = stops.indexOf(document.activeElement);
      if (at < 0) return;
      var next = stops[at + (down ? 1 : -1)];
      if (next) { next.focus(); event.preventDefault(); }
    }

    form.hidden = false;
    form.addEventListener("input", function () { run(true); });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.querySelector("[type=reset]").onclick = function () { form.reset(); run(true); box.focus(); return false; };
    more.addEventListener("click", function () {
      var from = list.children.length;
      show(current.result, current.totals, from, turn).then(function (shown) { if (shown) list.children[from].querySelector("a").focus(); });
    });
    document.addEventListener("keydown", move);
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && document.activeElement !== box) { box.focus(); box.select(); }
    });
    addEventListener("hashchange", read);
    read();
    if (!location.hash) box.focus();
  });
})();
