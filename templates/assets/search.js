/* Search without a server: finds briefs, actors, episodes and pages in script files made at build time
   (briefing/render/search/).  Loaded by the page that searches, and by any page when its box is opened.

   A file of the index calls briefingSearch(name, data).  Terms lie in files in the order of the alphabet; a posting
   is a key, a letter for the length, and counts by field ("t1s2").  A key is a day and a name, or "~~" and a group. */
(() => {
  "use strict";
  const K1 = 1.2, B = 0.6, WEIGHTS = { t: 4, n: 3, b: 2.5, s: 1.2, e: 1, x: 0.6 }; /* BM25; weights by field */
  const NAMED = 2.3; /* what a title adds: more than any number of mentions, whose part is below K1 + 1 */
  const FORM = 0.9, BEGINNING = 0.6, NEAR = 0.5; /* what another form of a word counts, an unfinished one, a misspelt one */
  const MOST_FILES = 24; /* files of terms that one unfinished word may load */
  const MOST_NEAR = 6, CHUNK = 12;
  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~";
  const SIZES = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const LETTERS = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ς": "σ" };
  const GROUPS = { A: "actors", E: "episodes", P: "pages" }, ORDER = ["briefs", "actors", "episodes", "pages"];
  const FILTERS = { country: "c", status: "s", tag: "g", era: "e" };
  const WORDS = /(?:\p{L}\.){2,}|[\p{L}\p{N}\p{M}]+(?:['’‐-][\p{L}\p{N}\p{M}]+)*/gu;
  const DAY_ZERO = Date.UTC(1600, 0, 1), DAY = 864e5;
  const root = document.currentScript.src.replace(/assets\/search\.js.*$/, "");
  const files = new Map(), waiting = new Map();

  /* -- loading --- */

  window.briefingSearch = (name, data) => { files.set(name, data); };

  function load(name) {
    if (!waiting.has(name)) waiting.set(name, new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = root + (name === "words" ? "search-words.js" : `search/${name}.js`);
      script.onload = () => done(files.get(name));
      script.onerror = () => { waiting.delete(name); failed(new Error(name)); };
      document.head.append(script);
    }));
    return waiting.get(name);
  }

  /* -- words: the same rules as briefing/render/search/terms.py --- */

  function fold(text) {
    return text.normalize("NFKD").toLowerCase().replace(/[ßæœøłđðþıħς]/g, c => LETTERS[c]).normalize("NFKD").replace(/\p{M}+/gu, "");
  }

  function words(text) {
    const folded = fold(text).replace(/(^|[^\p{L}\p{N}_])((?:\p{L}\.){2,})/gu, (_, before, initials) => before + initials.replace(/\./g, ""));
    return (folded.match(/[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu) || []).map(plain);
  }

  function plain(word) { return word.replace(/['’]s$/, "").replace(/’/g, "'").slice(0, 40); }

  /* "o'brien" as "obrien", "re-elected" as "reelected". */
  function joined(text) { return plain(fold(text)).replace(/[^\p{L}\p{N}]/gu, ""); }

  /* The forms of a word that count as the word: its singular and its plural. */
  function forms(word) {
    const found = [word];
    if (/[^aeiou]y$/.test(word)) found.push(word.slice(0, -1) + "ies");
    if (/ies$/.test(word) && word.length > 4) found.push(word.slice(0, -3) + "y");
    if (/[^su]s$/.test(word) && word.length > 3) found.push(word.slice(0, -1));
    else if (/[a-z]$/.test(word) && word.length > 2) found.push(word + "s");
    return found;
  }

  function backwards(word) { return Array.from(word).reverse().join(""); }

  /* Whether two words differ by one letter: one wrong, one too many or too few, or two that changed places. */
  function near(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    let start = 0, end = 0;
    const least = Math.min(a.length, b.length);
    while (start < least && a[start] === b[start]) start++;
    while (end < least - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
    const here = a.slice(start, a.length - end), there = b.slice(start, b.length - end);
    return here.length + there.length <= 2 || (here.length === 2 && here === backwards(there));
  }

  /* -- what is asked --- */

  /* Returns parts: {text, not} of a word, with `phrase` of words in quotation marks, with `day` of a day, month or year. */
  function parse(text, months) {
    const tokens = Array.from(text.matchAll(/(-?)(?:["“„]([^"“”„]*)["“”]?|(\S+))/gu), ([, not, phrase, text]) => ({ not: !!not, phrase: phrase !== undefined, text: phrase ?? text }));
    const parts = [], two = number => String(number).padStart(2, "0");
    const bare = at => { const token = tokens[at]; return token && !token.phrase ? token.text.replace(/[.,]$/, "") : ""; };
    const number = at => (/^\d{1,2}$/.test(bare(at)) && +bare(at) <= 31 ? bare(at) : "");
    const year = at => (/^(1[6-9]|20|21)\d\d$/.test(bare(at)) ? bare(at) : "");
    const month = at => { const name = fold(bare(at)); return name.length < 3 ? 0 : 1 + months.findIndex(one => fold(one) === name || (name.length < 5 && fold(one).startsWith(name))); };
    for (let at = 0; at < tokens.length; at++) {
      const token = tokens[at], iso = /^\d{4}-\d\d(-\d\d)?$/.test(bare(at)), day = number(at);
      const take = (count, found) => { at += count; parts.push({ ...token, text: tokens.slice(at - count, at + 1).map(one => one.text).join(" "), day: found }); };
      if (token.phrase || (!iso && !day && !month(at) && !year(at))) parts.push(token);
      else if (iso) take(0, bare(at));
      else if (day && month(at + 1) && year(at + 2)) take(2, `${year(at + 2)}-${two(month(at + 1))}-${two(day)}`);
      else if (month(at) && number(at + 1) && year(at + 2)) take(2, `${year(at + 2)}-${two(month(at))}-${two(number(at + 1))}`);
      else if (month(at) && year(at + 1)) take(1, `${year(at + 1)}-${two(month(at))}`);
      else if (year(at)) parts.push({ ...token, year: year(at) });
      else parts.push(token);
    }
    return parts.filter(part => words(part.text).length);
  }

  /* -- looking up --- */

  function fileOf(first) {
    return "t-" + first.replace(/[^a-z0-9]/gu, c => `_${c.codePointAt(0).toString(16)}_`);
  }

  /* Resolves to the postings of the files that may hold a term, or any that starts with it. */
  async function groups(term, open, totals) {
    const firsts = totals.terms;
    let low = 0, high = firsts.length;
    while (low < high) { const middle = (low + high) >> 1; if (firsts[middle] <= term) low = middle + 1; else high = middle; }
    const from = Math.max(low - 1, 0);
    let to = from + 1;
    while (open && to < firsts.length && to - from < MOST_FILES && firsts[to].startsWith(term)) to++;
    return Promise.all(firsts.slice(from, to).map(first => load(fileOf(first))));
  }

  /* Found: `scores` by key, `terms` that were found, and for what only a name in another spelling found, `spelt`. */
  function nothing() { return { scores: new Map(), terms: new Set(), spelt: new Map() }; }

  /* BM25 with weighted fields; what several terms find keeps the best. */
  function score(term, posting, part, field, totals, found) {
    const rows = posting.split(" "), others = rows.filter(row => row.startsWith("~~")).length;
    const rare = (all, those) => Math.log(1 + Math.max(0, all - those + 0.5) / (those + 0.5));
    const brief = rare(totals.briefs, rows.length - others), other = rare(totals.others, others);
    found.terms.add(term);
    for (const row of rows) {
      const key = row.slice(0, 7), length = Math.round(16 * Math.pow(1.16, SIZES.indexOf(row[7]))), idf = key.startsWith("~~") ? other : brief;
      let weight = 0, more = 0, seen = false;
      for (const [count] of row.slice(8).matchAll(/[a-z]\d+/g)) {
        if (count[0] === "p") { more += 0.05 * count.slice(1); continue; }
        if (field && count[0] !== field) continue;
        weight += WEIGHTS[count[0]] * count.slice(1);
        if (count[0] === "t") more += NAMED * idf;
        if (count[0] !== "n") seen = true;
      }
      if (!weight) continue;
      const here = part * (more + idf * weight * (K1 + 1) / (weight + K1 * (1 - B + B * length / (totals.mean || 1))));
      if (here > (found.scores.get(key) || 0)) found.scores.set(key, here);
      if (!seen) found.spelt.set(key, term);
    }
  }

  /* Resolves to what a term finds in its forms; `open`: and all that begins with it. */
  async function lookUp(term, { open = false, exact = false, field = "" }, totals) {
    const all = exact ? [term] : forms(term), found = nothing();
    const there = await Promise.all([...all.map(form => groups(form, false, totals)), ...(open ? [groups(term, true, totals)] : [])]);
    for (const group of new Set(there.flat())) for (const one of Object.keys(group)) {
      const part = one === term ? 1 : all.includes(one) ? FORM : open && one.startsWith(term) ? BEGINNING : 0;
      if (part) score(one, group[one], part, field, totals, found);
    }
    return found;
  }

  /* Resolves to what words one letter off find: their first half is right, or their second. */
  async function misspelt(term, open, totals) {
    const half = term.length >> 1, head = term.slice(0, half), tail = "~" + backwards(term.slice(half + 1)), close = new Set(), found = nothing();
    if (!/^\p{L}{4,}$/u.test(term)) return found;
    const [first, second] = await Promise.all([groups(head, true, totals), groups(tail, true, totals)]);
    const consider = word => {
      if (near(term, word) || (open && word.length > term.length && [-1, 0, 1].some(by => near(term, word.slice(0, term.length + by))))) close.add(word);
    };
    for (const group of first) for (const word of Object.keys(group)) if (word.startsWith(head)) consider(word);
    for (const group of second) for (const word of Object.keys(group)) if (word.startsWith(tail)) consider(backwards(word.slice(1)));
    const likely = Array.from(close).sort((a, b) => near(term, b) - near(term, a) || (b[0] === term[0]) - (a[0] === term[0]) || (a < b ? -1 : 1)).slice(0, MOST_NEAR);
    for (const word of likely) for (const group of await groups(word, false, totals)) if (Object.hasOwn(group, word)) score(word, group[word], NEAR, "", totals, found);
    return found;
  }

  /* Resolves to what two words find that were written as one. */
  async function apart(term, totals) {
    const tries = Array.from({ length: Math.max(0, term.length - 4) }, (_, at) => [term.slice(0, at + 2), term.slice(at + 2)]).filter(([, tail]) => tail.length > 2);
    const found = await Promise.all(tries.map(async two => ({ two, found: every(await Promise.all(two.map(word => lookUp(word, { exact: true }, totals)))) })));
    const best = found.filter(one => one.found.scores.size).sort((a, b) => b.found.scores.size - a.found.scores.size)[0];
    return best ? { ...best.found, phrase: best.two } : nothing();
  }

  /* What all of several findings have. */
  function every(several) {
    const found = nothing();
    for (const [key] of several[0].scores) {
      if (several.every(one => one.scores.has(key))) found.scores.set(key, several.reduce((sum, one) => sum + one.scores.get(key), 0));
    }
    several.forEach(one => add(found, { ...one, scores: new Map() }));
    return found;
  }

  function add(found, more) {
    more.scores.forEach((value, key) => { if (value > (found.scores.get(key) || 0)) found.scores.set(key, value); });
    more.terms.forEach(term => found.terms.add(term));
    more.spelt.forEach((term, key) => found.spelt.set(key, term));
    return found;
  }

  async function ofWord(part, open, totals) {
    const list = words(part.text), whole = joined(part.text), exact = part.not;
    let found = every(await Promise.all(list.map((word, at) => lookUp(word, { open: open && at === list.length - 1 && word.length > 1, exact }, totals))));
    if (whole !== list[0]) add(found, await lookUp(whole, { open, exact }, totals));
    if (part.year) add(found, await ofDay(part.year, totals));
    if (found.scores.size || part.not || list.length > 1) return found;
    found = await misspelt(list[0], open, totals);
    if (found.scores.size) return { ...found, meant: { word: part.text, meant: Array.from(found.terms).join(", ") } };
    return apart(list[0], totals);
  }

  async function ofDay(day, totals) {
    const found = nothing();
    for (const group of await groups("=d-" + day, true, totals)) for (const name of Object.keys(group)) {
      if (name.startsWith("=d-" + day)) for (const key of group[name].split(" ")) found.scores.set(key, isoOf(key).startsWith(day) ? 3 : Math.max(1.5, found.scores.get(key) || 0));
    }
    return { ...found, days: [day] };
  }

  async function ofPart(part, open, totals) {
    const list = words(part.text);
    if (part.phrase) return { ...every(await Promise.all(list.map(word => lookUp(word, { exact: true }, totals)))), phrase: list };
    const found = part.day ? await ofDay(part.day, totals) : await ofWord(part, open, totals);
    if (!part.day || found.scores.size) return found;
    return every(await Promise.all(list.map(word => lookUp(word, { exact: true }, totals))));
  }

  async function facet(name, totals) {
    const keys = new Set();
    for (const group of await groups(name, false, totals)) if (Object.hasOwn(group, name)) group[name].split(" ").forEach(key => keys.add(key));
    return keys;
  }

  /* -- keys --- */

  function dayNumber(key) { return DIGITS.indexOf(key[0]) * 4096 + DIGITS.indexOf(key[1]) * 64 + DIGITS.indexOf(key[2]); }

  function isoOf(key) {
    const number = groupOf(key) === "briefs" && dayNumber(key);
    return number ? new Date(DAY_ZERO + number * DAY).toISOString().slice(0, 10) : "";
  }

  function groupOf(key) { return key.startsWith("~~") ? GROUPS[key[2]] : "briefs"; }

  function shownOf(key, totals) {
    const group = groupOf(key), month = group === "briefs" ? isoOf(key).slice(0, 7) || "undated" : group;
    let bucket = 0;
    for (const char of key.slice(3)) bucket = (bucket * 31 + char.charCodeAt(0)) % 65536;
    return load(`d-${month}-${bucket % totals.months[month]}`).then(file => file[key]);
  }

  /* -- finding --- */

  /* Resolves to {groups, some, ...}: each group's keys by falling score; `some` where no brief holds all that is asked. */
  async function find(asked, totals, say) {
    const parts = parse(asked.q || "", say.months), open = /[\p{L}\p{N}]$/u.test(asked.q || "");
    const found = await Promise.all(parts.map((part, at) => ofPart(part, open && at === parts.length - 1, totals)));
    const wanted = found.filter((_, at) => !parts[at].not), without = found.filter((_, at) => parts[at].not);
    const limits = await Promise.all([
      ...words(asked.actor || "").map(word => lookUp(word, { open: word.length > 2, field: "n" }, totals).then(one => one.scores)),
      ...Object.keys(FILTERS).filter(name => asked[name]).map(name => facet(`=${FILTERS[name]}-${asked[name]}`, totals)),
    ]);
    if (!wanted.length && !limits.length) {
      limits.push(new Set((await Promise.all(Object.keys(say.status).map(status => facet("=s-" + status, totals)))).flatMap(set => Array.from(set))));
    }
    const all = new Map(), rank = new Map(), sure = wanted.filter(one => !one.meant).length;
    for (const one of wanted.length ? wanted : [{ scores: new Map(Array.from(limits[0].keys(), key => [key, 0])) }]) {
      one.scores.forEach((value, key) => { all.set(key, (all.get(key) || 0) + 1); rank.set(key, (rank.get(key) || 0) + value); });
    }
    const keys = Array.from(all.keys()).filter(key => {
      const day = isoOf(key), dated = asked.from || asked.to;
      return limits.every(limit => limit.has(key)) && (!dated || (day && day >= (asked.from || "") && day <= (asked.to || "9999")))
        && !without.some(one => one.scores.has(key) && !one.phrase);
    });
    let whole = keys.filter(key => all.get(key) === (wanted.length || 1));
    const some = !whole.length && keys.length > 0 && sure > 1;
    if (some) whole = keys.filter(key => groupOf(key) === "briefs" && wanted.some(one => !one.meant && one.scores.has(key)));
    whole.sort((a, b) => rank.get(b) - rank.get(a) || (a < b ? 1 : -1));
    const result = { some: some && whole.length > 0, terms: new Map(), days: [], phrases: some ? [] : wanted.flatMap(one => (one.phrase ? [one.phrase] : [])) };
    result.never = without.flatMap(one => (one.phrase ? [one.phrase] : []));
    result.meant = wanted.flatMap(one => (one.meant ? [one.meant] : []));
    result.spelt = key => wanted.map(one => one.spelt && one.spelt.get(key)).filter(Boolean);
    result.query = parts.flatMap((part, at) => (part.not ? [] : found[at].meant ? Array.from(found[at].terms).slice(0, 1) : words(part.text)));
    wanted.forEach((one, at) => { (one.terms || []).forEach(term => result.terms.set(term, at)); result.days.push(...(one.days || [])); });
    result.groups = ORDER.map(name => ({ name, keys: whole.filter(key => groupOf(key) === name), at: 0, rows: 0 }));
    return result;
  }

  function holds(text, phrase) { return (" " + words(text).join(" ") + " ").includes(" " + phrase.join(" ") + " "); }

  /* Resolves to the next rows of a group, whose texts hold the phrases that are asked for. */
  async function take(group, result, count, totals) {
    const rows = [];
    while (rows.length < count && group.at < group.keys.length) {
      const keys = group.keys.slice(group.at, group.at + Math.max(CHUNK, count)), shown = await Promise.all(keys.map(key => shownOf(key, totals)));
      for (let n = 0; n < keys.length && rows.length < count; n++, group.at++) {
        const texts = [shown[n][1], ...shown[n][4].map(sentence => sentence[1])], has = phrase => texts.some(text => holds(text, phrase));
        if (result.phrases.every(has) && !result.never.some(has)) rows.push({ key: keys[n], group: group.name, row: shown[n] });
      }
    }
    group.rows += rows.length;
    return rows;
  }

  /* Whether a title or another name is what is asked for, or ends with it: a family name, "the Cuban missile crisis". */
  function named(hit, result) {
    const bare = text => words(text).map(joined).join(" "), query = result.query.map(joined).join(" "), actor = hit.group === "actors", title = bare(hit.row[1]);
    const names = actor ? hit.row[4].flatMap(sentence => sentence[1].split(", ")).map(bare) : [];
    const ends = actor || (hit.group === "episodes" && result.query.length > 1);
    return !!query && (title === query || names.includes(query) || (ends && title.endsWith(" " + query)));
  }

  /* Resolves to {result, totals, groups}, the groups with their first rows in the order in which they are shown. */
  async function answer(asked, say, counts) {
    const totals = await load("totals"), result = await find(asked, totals, say);
    const shown = await Promise.all(result.groups.map(async group => ({ group, rows: await take(group, result, counts[group.name], totals) })));
    for (const { group, rows } of shown) {
      const rest = hit => (group.name !== "briefs" && named(hit, result) ? hit.row[1].length : 1e3);
      rows.sort((a, b) => rest(a) - rest(b)); /* "The Cold War" before "After the Cold War" */
    }
    const first = one => (one.group.name !== "briefs" && one.rows.length > 0 && named(one.rows[0], result) ? 0 : 1);
    return { result, totals, shown: shown.filter(one => one.rows.length).sort((a, b) => first(a) - first(b)) };
  }

  /* -- showing --- */

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  /* Yields the words of a text that answer the query: where they stand, and the number of the query's part. */
  function* hits(text, result) {
    for (const match of text.matchAll(WORDS)) {
      const whole = result.terms.get(plain(fold(match[0]).replace(/\./g, ""))) ?? result.terms.get(joined(match[0]));
      if (whole !== undefined) { yield [match.index, match[0].length, whole]; continue; }
      for (const inner of match[0].matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
        const part = result.terms.get(plain(fold(inner[0])));
        if (part !== undefined && inner[0].length < match[0].length) yield [match.index + inner.index, inner[0].length, part];
      }
    }
  }

  function marked(made, text, result, also) {
    const places = Array.from(hits(text, result)), more = also ? text.indexOf(also) : -1;
    if (more >= 0) places.push([more, also.length]);
    let at = 0;
    for (const [start, length] of places.sort((a, b) => a[0] - b[0])) {
      if (start < at) continue;
      made.append(text.slice(at, start), element("mark", text.slice(start, start + length)));
      at = start + length;
    }
    made.append(text.slice(at));
    return made;
  }

  function dayIn(sentence, result) { return !!sentence[3] && result.days.some(day => sentence[3][0].startsWith(day)); }

  /* The sentence that answers the query best, with how well. */
  function best(sentences, result) {
    let top = null, most = 0;
    for (const sentence of sentences) {
      const parts = new Set(Array.from(hits(sentence[1], result), found => found[2]));
      const here = parts.size + 10 * result.phrases.filter(phrase => holds(sentence[1], phrase)).length + 5 * dayIn(sentence, result);
      if (here > most || (here === most && here && !top[2] && sentence[2])) { most = here; top = sentence; }
    }
    return { sentence: top, most };
  }

  function card(hit, result, say) {
    const [place, title, about, note, sentences] = hit.row, brief = hit.group === "briefs", item = element("li");
    const found = best(sentences, result), sentence = found.sentence || (brief || hit.group === "episodes" ? sentences[0] : null);
    const address = root + (brief ? `briefs/${place}.html` : place.slice(2)), heading = element("h3"), link = marked(element("a"), title, result);
    link.href = found.sentence && sentence[2] ? `${address}#${sentence[2]}` : address;
    heading.append(link);
    if (!brief && note) heading.append(element("small", note, "soft"));
    item.append(heading);
    if (sentence) item.append(marked(element("p", "", "words"), sentence[1], result, dayIn(sentence, result) && sentence[3][1]));
    const spelt = result.spelt(hit.key).filter(term => !item.querySelector("mark") || !Array.from(item.querySelectorAll("mark")).some(mark => words(mark.textContent).includes(term)));
    if (brief && spelt.length) item.append(element("p", say.spelt.replace("{words}", spelt.join(", ")), "meta"));
    if (brief) item.append(meta(place, about, note, sentence, result, say));
    return item;
  }

  function meta(slug, day, status, sentence, result, say) {
    const made = element("p", "", "meta");
    if (day) {
      const [year, month, date] = day.split("-"), time = element("time"), told = result.days.some(asked => day.startsWith(asked));
      const text = say.short_day.replace("{day}", +date).replace("{month}", say.months[month - 1]).replace("{year}", year);
      time.append(told ? element("mark", text) : text);
      time.dateTime = day;
      made.append(time);
    }
    made.append(element("span", say.status[status] || status));
    if (sentence) {
      const proof = element("a", say.sentence_number.replace("{number}", sentence[0]));
      proof.href = `${root}sources/${slug}.html#s${sentence[0]}`;
      made.append(proof);
    }
    return made;
  }

  function told({ result, shown }, say) {
    const briefs = result.groups[0], unsure = (result.phrases.length || result.never.length) && briefs.at < briefs.keys.length;
    const count = result.phrases.length || result.never.length ? briefs.rows : briefs.keys.length;
    const text = result.some ? say.some_hits : !count ? say.no_hit : unsure ? say.least_hits : count === 1 ? say.one_hit : say.many_hits;
    const meant = shown.length ? result.meant.map(one => say.meant.replace("{word}", one.word).replace("{meant}", one.meant)) : [];
    return [...meant, text.replace("{count}", count.toLocaleString(document.documentElement.lang || "en"))].join(" ");
  }

  /* Makes a box with its results work; `counts` says how many rows of a group are shown at a time. */
  function watch(box, say, counts, changed) {
    const form = box.querySelector("#search"), list = box.querySelector("#hits"), state = box.querySelector("#state"), input = form.elements.q;
    let turn = 0;
    const tell = text => { state.textContent = text; list.removeAttribute("aria-busy"); };

    function asked() {
      return Object.fromEntries(Array.from(form.elements).filter(field => field.name && field.value.trim()).map(field => [field.name, field.value]));
    }

    function section({ group, rows }, result, totals, mine) {
      const made = element("section"), heading = element("h2", say.search_groups[group.name]), rest = element("ol");
      heading.id = "found-" + group.name;
      made.setAttribute("aria-labelledby", heading.id);
      rows.forEach(row => rest.append(card(row, result, say)));
      made.append(heading, rest);
      if (group.at < group.keys.length && changed) {
        const more = element("button", document.getElementById("more").textContent);
        more.id = "more-" + group.name;
        more.className = "more";
        more.type = "button";
        more.onclick = async () => {
          const next = await take(group, result, counts[group.name], totals), from = rest.children.length;
          if (mine !== turn) return;
          next.forEach(row => rest.append(card(row, result, say)));
          if (rest.children[from]) rest.children[from].querySelector("a").focus();
          if (group.at >= group.keys.length) more.remove();
        };
        made.append(more);
      }
      return made;
    }

    async function run(keep) {
      const query = asked(), mine = ++turn, hash = new URLSearchParams(query).toString();
      list.setAttribute("aria-busy", "true"); /* until the hits and their number are those of this query */
      if (changed && keep) history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
      if (!hash) { list.replaceChildren(); tell(say.search_hint); return; }
      try {
        const found = await answer(query, say, counts);
        if (mine !== turn) return;
        list.replaceChildren(...found.shown.map(one => section(one, found.result, found.totals, mine)));
        if (!changed && found.shown.length) {
          const all = element("a", say.all_hits, "all");
          all.href = `${root}search.html#${hash}`;
          list.append(all);
        }
        tell(told(found, say));
      } catch (error) { if (mine === turn) tell(say.search_failed.replace("{file}", error.message)); }
    }

    /* Arrow keys move between the box and the results; Enter in the box leads to the first. */
    function move(event) {
      const down = event.key === "ArrowDown" || (event.key === "Enter" && document.activeElement === input);
      if (!down && event.key !== "ArrowUp") return;
      const stops = [input, ...list.querySelectorAll("h3 a, .all")], at = stops.indexOf(document.activeElement), next = stops[at + (down ? 1 : -1)];
      if (at >= 0 && next) { next.focus(); event.preventDefault(); }
    }

    form.addEventListener("input", () => run(true));
    form.addEventListener("submit", event => event.preventDefault());
    box.addEventListener("keydown", move);
    return { form, input, run };
  }

  /* The page of the search: what is asked stands in its address. */
  async function page() {
    const say = await load("words"), box = document.querySelector(".searching");
    const { form, input, run } = watch(box, say, { briefs: 10, actors: 5, episodes: 5, pages: 5 }, true);
    const read = () => {
      const values = new URLSearchParams(location.hash.slice(1) || location.search.slice(1));
      Array.from(form.elements).forEach(field => { if (field.name) field.value = values.get(field.name) || ""; });
      if ([...Object.keys(FILTERS), "actor", "from", "to"].some(name => values.get(name))) form.querySelector("details").open = true;
      return run(false);
    };
    form.querySelector("[type=reset]").onclick = () => { form.reset(); run(true); input.focus(); return false; };
    document.addEventListener("keydown", event => {
      if (event.key === "Escape" && document.activeElement !== input) { input.focus(); input.select(); }
    });
    addEventListener("hashchange", read);
    read();
    if (!location.hash) input.focus();
  }

  /* -- the box on any page --- */

  let dialog = null;

  async function make() {
    const style = element("link"), styled = new Promise((done, failed) => { style.onload = done; style.onerror = failed; });
    style.rel = "stylesheet";
    style.href = root + "assets/search.css";
    document.head.append(style);
    const [say] = await Promise.all([load("words"), styled]);
    dialog = element("dialog", "", "finder");
    dialog.setAttribute("aria-label", document.getElementById("find-any").getAttribute("aria-label"));
    dialog.innerHTML = say.box; /* the desk's own template, escaped when it was made */
    document.body.append(dialog);
    const { input, run } = watch(dialog, say, { briefs: 5, actors: 3, episodes: 3, pages: 3 }, false);
    dialog.querySelector(".shut").onclick = () => dialog.close();
    dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("keydown", event => {
      if (event.key !== "Escape") return; /* Chromium would first empty the box */
      event.preventDefault();
      dialog.close();
    });
    dialog.opened = () => { input.focus(); input.select(); };
    run(false);
  }

  /* Opens the box; resolves when it is open.  On the page of the search it leads to the box there. */
  window.briefingSearch.open = async () => {
    const there = document.querySelector(".searching #q");
    if (there) { there.focus(); there.select(); return; }
    if (!dialog) await make();
    if (!dialog.open) dialog.showModal();
    dialog.opened();
  };
  window.briefingSearch.answer = async query => answer({ q: query }, await load("words"), { briefs: 10, actors: 5, episodes: 5, pages: 5 });

  document.addEventListener("DOMContentLoaded", () => { if (document.querySelector(".searching")) page(); });
})();
