/* One brief under review: the keys, the cards, the forms; what is shown comes from the server after each step. */
import { get, onShown, reviewer, say, slug, step, store, watch } from "./steps.js";
import { cast, key as pickerKey, onChosen } from "./picker.js";
import { count, inside, mark, nudged, selected, sentence, spans, start, words } from "./selection.js";

const $ = (id) => document.getElementById(id);
const cards = () => [...document.querySelectorAll(".card")];
const card = () => document.querySelector(`.card[data-path="${CSS.escape(current)}"]`);
const ask = $("ask");
const pop = $("pop");
let current = "";
let opened = "";
let chosen = null; /* the place that is selected for something new */
let nudging = null;
let sent = null;
let remembered = null; /* the field that selected words may go to */
let asked = () => {};

/* -- what is shown -- */

function shows(said) {
  const open = [...document.querySelectorAll(".sec:not([open])")].map((each) => each.dataset.part);
  const held = $("items").scrollTop, text = $("text").scrollTop;
  const active = document.activeElement?.matches(".card") ? "" : document.activeElement?.id;
  const inHand = document.activeElement?.matches(".card, body") && !ask.open;
  const had = opened;
  document.body.dataset.version = said.version;
  $("top").innerHTML = said.top;
  $("main").innerHTML = said.main;
  $("cast").textContent = JSON.stringify(said.cast);
  document.querySelectorAll(".sec").forEach((each) => { if (open.includes(each.dataset.part)) each.open = false; else if (each.dataset.part === "head" && !open.includes("head")) each.open = true; });
  $("items").scrollTop = held;
  $("text").scrollTop = text;
  underline();
  if (said.item && cards().some((each) => each.dataset.path === said.item)) current = said.item;
  if (!card()) current = cards()[0]?.dataset.path || "";
  go(card(), false);
  opened = "";
  if (had && card() && had === current) edit(card(), active);
  else if (inHand) card()?.focus({ preventScroll: true });
  else if (active && $(active)) $(active).focus({ preventScroll: true });
}
function underline() {
  const all = [...document.querySelectorAll("#txt [data-a]")];
  cards().filter((each) => each.dataset.state !== "struck" && !each.dataset.path.startsWith("actors/")).forEach((each) => {
    spans(each.dataset.at).forEach((span) => inside(all, span).forEach((token) => {
      if (!token.classList.contains("conflict") && !(token.classList.contains("read") && each.dataset.state === "open")) token.className = each.dataset.state;
    }));
  });
}
function light(at, scroll = true) {
  const first = mark(at, "cur");
  document.querySelectorAll(".sn.on").forEach((each) => each.classList.remove("on"));
  (card()?.dataset.sentences || "").split(" ").filter(Boolean).forEach((number) => sentence(number)?.querySelector(".sn").classList.add("on"));
  if (first && scroll) first.scrollIntoView({ block: "center" });
}
function go(to, focus = true) {
  if (!to) return;
  if (nudging) saveNudged();
  document.querySelectorAll(".card.cur").forEach((each) => each.classList.remove("cur"));
  current = to.dataset.path;
  to.classList.add("cur");
  to.closest("details").open = true;
  if (focus) { to.focus({ preventScroll: true }); to.scrollIntoView({ block: "nearest" }); }
  light(spans(to.dataset.at), focus);
}
function move(by) {
  const all = cards().filter((each) => each.closest("details").open);
  const here = all.findIndex((each) => each.dataset.path === current);
  go(all[Math.min(Math.max(here + by, 0), all.length - 1)]);
}
function next(states) {
  const all = cards();
  const here = all.findIndex((each) => each.dataset.path === current);
  const found = [...all.slice(here + 1), ...all.slice(0, here + 1)].find((each) => states.includes(each.dataset.state));
  if (found) go(found);
  else say(states.includes("open") ? "Everything is read. Mark it as reviewed, or go back to the list: L." : "Nothing is open.");
}

/* -- steps -- */

const act = (action) => step({ action });
async function accept(it) {
  if (it.dataset.state === "struck") return;
  opened = "";
  if (await step({ accept: it.dataset.path })) next(["open", "conflict"]);
}
async function strike(it) {
  const path = it.dataset.path;
  if (it.dataset.state === "struck") { await step({ resolve: { restore: path } }); return; }
  const all = cards();
  const after = all[all.indexOf(it) + 1]?.dataset.path;
  if (await act({ do: "strike", item: path, was: it.dataset.seen })) {
    if (after) current = after;
    go(card());
    say("Struck. It stays away; U takes that back.");
  }
}
function reorder(it, down) {
  const mine = cards().filter((each) => each.dataset.state !== "struck" && each.dataset.path.split("/")[0] === it.dataset.path.split("/")[0]);
  const here = mine.indexOf(it);
  const other = down ? mine[here + 2] : mine[here - 1];
  if (down ? here + 1 < mine.length : here > 0) act({ do: "move", item: it.dataset.path, other: other ? other.dataset.path : "" });
}
function take(which, box = card()?.querySelector(".choose") || document.querySelector(".choose")) {
  if (box) step({ resolve: { path: box.dataset.open, take: which } });
}

/* -- forms -- */

async function edit(it, focus = "") {
  if (!it || it.dataset.state === "struck") return;
  const path = it.dataset.path;
  if (opened === path && !focus) { close(); return; }
  document.querySelectorAll(".slot").forEach((slot) => slot.replaceChildren());
  const html = await (await get(`briefs/${encodeURIComponent(slug)}/form?item=${encodeURIComponent(path)}`)).text();
  const slot = document.querySelector(`.card[data-path="${CSS.escape(path)}"] .slot`);
  if (!slot) return;
  slot.innerHTML = html;
  opened = path;
  remembered = null;
  const field = (focus && $(focus)) || (focus === "speaker" && slot.querySelector("[name=speaker]")) || slot.querySelector("input, select, textarea, button");
  field.focus();
}
function close() {
  opened = "";
  document.querySelectorAll(".slot").forEach((slot) => slot.replaceChildren());
  go(card());
}
function save(field, value) {
  const was = field.dataset.was;
  if (value === was) return;
  field.dataset.was = value; /* a field that loses the focus tells of its change once more */
  const form = field.closest("form");
  if (form.dataset.head !== undefined) act({ do: "head", field: field.name, value, was });
  else if (field.name.includes("/")) act({ do: "role", item: form.dataset.form, field: field.name, value });
  else act({ do: "edit", item: form.dataset.form, field: field.name, value, was });
}
const valueOf = (field) => (field.type === "checkbox" ? (field.checked ? "yes" : "") : field.dataset.id || field.value);
document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.closest("form.ed") || !field.name) return;
  if (field.matches("[data-pick]") && field.value && !field.dataset.id) {
    const named = cast().find((actor) => [actor.name, ...actor.also.split(", ")].includes(field.value));
    if (named) field.dataset.id = named.id;
  }
  if (field.dataset.pick === "many") { if (field.value) save(field, [field.dataset.was, valueOf(field)].filter(Boolean).join(", ")); return; }
  save(field, valueOf(field));
});
onChosen((field, id) => {
  if (!field.closest("form.ed")) return;
  save(field, field.dataset.pick === "many" ? [field.dataset.was, id].filter(Boolean).join(", ") : id);
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches("form[data-form] input[type=text], form[data-head] [name=place]")) remembered = event.target;
  const it = event.target.closest?.(".card");
  if (it && it.dataset.path !== current) go(it, false);
});

/* A dialog of one of the templates; `then` gets its fields. */
function dialog(name, shown, then) {
  const form = ask.querySelector("form");
  form.replaceChildren($(`ask-${name}`).content.cloneNode(true));
  form.querySelector("h2").id = "ask-title";
  form.querySelectorAll(".words").forEach((each) => { each.textContent = shown; });
  const buttons = document.createElement("p");
  buttons.className = "ac";
  buttons.innerHTML = then ? '<button class="btn go">OK</button><button type="button" class="btn" data-do="cancel">Cancel</button>' : '<button class="btn go">Close</button>';
  form.append(buttons);
  asked = then || (() => {});
  ask.showModal();
  form.querySelector("input, select, textarea, button").focus();
  return form;
}
ask.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const fields = {};
  for (const each of event.target.querySelectorAll("[name]")) {
    if (each.type !== "checkbox" || each.checked) fields[each.name] = each.dataset.id || each.value;
  }
  ask.close();
  asked(fields);
});
function approve() {
  const left = cards().filter((each) => each.dataset.state === "open").length;
  const form = dialog("approve", "", async ({ by }) => { store("reviewer", by); if (await act({ do: "approve", value: by })) say(`Reviewed by ${by}.`); });
  form.querySelector(".left").textContent = left ? `${left} ${left === 1 ? "item was" : "items were"} not read.` : "All items are read.";
  form.querySelector("[name=by]").value = reviewer().startsWith("guest ") ? "" : reviewer();
}
function merge(it) {
  dialog("merge", it.querySelector(".hd b").textContent, ({ other }) => {
    const found = cast().find((actor) => actor.id === other || actor.name === other);
    if (found) act({ do: "merge", item: it.dataset.path, other: `actors/${found.id}` });
    else say("Choose one of the actors of this brief.", true);
  });
}
function split(it) {
  const actor = cast().find((each) => `actors/${each.id}` === it.dataset.path);
  if (!actor?.also) { say("It has one name alone, so that there is nothing to split.", true); return; }
  const form = dialog("split", "", (fields) => act({ do: "split", item: it.dataset.path, value: Object.values(fields).join(", ") }));
  form.querySelector(".names").append(...actor.also.split(", ").map((name, number) => {
    const label = document.createElement("label");
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", name: `form-${number}`, value: name });
    label.append(box, name);
    return label;
  }));
}
function note(it) {
  dialog("note", it.querySelector(".q span")?.textContent || "", (fields) => act({ do: "note", item: it.dataset.path, value: fields.note }));
}
async function why(number) {
  const { lines } = await (await get(`briefs/${encodeURIComponent(slug)}/why?sentence=${number}`)).json();
  document.querySelectorAll(".reasons").forEach((each) => each.remove());
  const box = document.createElement("div");
  box.className = "reasons";
  const pre = document.createElement("pre");
  pre.textContent = lines.join("\n").trim();
  const closes = document.createElement("button");
  Object.assign(closes, { type: "button", className: "btn", textContent: "Close" });
  closes.addEventListener("click", () => box.remove());
  box.append(pre, closes);
  sentence(number).closest("p").after(box);
}

/* -- words of the source -- */

function quoteOf(it) {
  const on = document.querySelector(".quote.on") || it?.querySelector(".quote");
  if (on && it?.contains(on)) return on.dataset.quote;
  return [...(it?.querySelectorAll(".q") || [])].map((each) => each.dataset.field).find((name) => name && name !== "title") || "";
}
function popup(box) {
  const it = card();
  const field = quoteOf(it);
  pop.querySelector("[data-use=words]").hidden = !field;
  pop.querySelector("[data-use=more]").hidden = !field || !it?.dataset.at;
  pop.querySelector("[data-use=words]").textContent = field && field !== "text" ? `Words of this item: ${field}` : "Words of this item";
  const into = pop.querySelector("[data-use=field]");
  into.hidden = !remembered?.isConnected;
  if (remembered?.isConnected) into.textContent = `As ${document.querySelector(`label[for="${remembered.id}"]`)?.firstChild.textContent.trim().toLowerCase()}`;
  pop.hidden = false;
  const wide = pop.offsetWidth, high = pop.offsetHeight;
  pop.style.left = `${Math.max(4, Math.min(innerWidth - wide - 4, box.left))}px`;
  pop.style.top = `${box.bottom + high + 8 < innerHeight ? box.bottom + 6 : Math.max(4, box.top - high - 6)}px`;
}
function choose(at, keys = false) {
  chosen = at;
  mark(at ? [] : spans(card()?.dataset.at), "cur");
  const first = mark(at ? [at] : [], "sel");
  if (!at) { pop.hidden = true; return; }
  if (first) first.scrollIntoView({ block: "nearest" });
  const marks = document.querySelectorAll("mark.sel");
  popup(marks.length ? marks[marks.length - 1].getBoundingClientRect() : first.getBoundingClientRect());
  if (keys) $("say").textContent = words([at]);
}
document.addEventListener("selectionchange", () => {
  clearTimeout(choose.timer);
  choose.timer = setTimeout(() => {
    const at = selected();
    if (at) { chosen = at; popup(getSelection().getRangeAt(0).getBoundingClientRect()); }
    else if (chosen && !document.querySelector("mark.sel") && !pop.contains(document.activeElement)) { chosen = null; pop.hidden = true; }
  }, 120);
});
pop.addEventListener("mousedown", (event) => event.preventDefault());
pop.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button && chosen) use(button.dataset.use, button.dataset.kind, chosen);
});
function use(how, kind, at) {
  const it = card();
  const done = () => { getSelection().removeAllRanges(); choose(null); };
  if (how === "field") {
    remembered.value = words([at]);
    remembered.dispatchEvent(new Event("change", { bubbles: true }));
    done();
  } else if (how === "add") {
    const add = (more) => act({ do: "add", field: kind, at: [at], more });
    const form = { said: "speaker", view: "speaker", denial: "speaker", event: "event", then: "pair", now: "pair", actor: "actor" }[kind];
    if (form) dialog(form, words([at]), add);
    else add({});
    done();
  } else {
    const field = quoteOf(it);
    const old = how === "more" ? spans([...it.querySelectorAll(".q")].find((each) => each.dataset.field === field)?.dataset.at) : [];
    act({ do: "words", item: it.dataset.path, field, at: [...old, at].sort((one, other) => one[0] - other[0]), was: it.dataset.seen });
    done();
  }
}
function nudge(how) {
  if (chosen) { choose(nudged(chosen, how), true); return; }
  const it = card();
  const field = quoteOf(it);
  const shown = [...(it?.querySelectorAll(".q") || [])].find((each) => each.dataset.field === field);
  const mine = sent?.item === it?.dataset.path && sent?.field === field; /* it is on its way, and not shown yet */
  const at = nudging?.at || (mine ? sent.at.map((each) => [...each]) : spans(shown?.dataset.at));
  if (!at.length || !field) { say("Select its words in the source.", true); return; }
  const which = how[0] === "s" ? 0 : at.length - 1;
  at[which] = nudged(at[which], how);
  clearTimeout(nudging?.timer);
  nudging = { at, item: it.dataset.path, field, timer: setTimeout(saveNudged, 900) };
  shown.querySelector("span").textContent = words(at);
  it.querySelectorAll(`.quote[data-quote="${field}"] .q`).forEach((each) => { each.textContent = words(at); });
  light(at);
  $("say").textContent = words(at);
}
async function saveNudged() {
  if (sent) { clearTimeout(nudging.timer); nudging.timer = setTimeout(saveNudged, 200); return; } /* after the last one is shown */
  const { at, item, field, timer } = nudging;
  clearTimeout(timer);
  nudging = null;
  sent = { at, item, field };
  const here = cards().find((each) => each.dataset.path === item);
  await act({ do: "words", item, field, at, was: here?.dataset.seen });
  sent = null;
}
function begin() {
  const number = Number((card()?.dataset.sentences || "1").split(" ")[0]) || 1;
  jump(number);
}
function jump(number) {
  const line = sentence(Math.min(Math.max(number, 1), count()));
  if (line) choose(line.dataset.at.split("-").map(Number), true);
}
const sentenceOf = (at) => Number([...document.querySelectorAll("#txt .s")].find((line) => Number(line.dataset.at.split("-")[1]) > at)?.querySelector(".sn").dataset.sentence || 1);

/* -- mouse and keys -- */

const does = {
  accept, edit, strike, note, merge, split,
  back: strike, keep: accept, close: () => close(), speaker: (it) => edit(it, "speaker"),
  up: (it) => reorder(it, false), down: (it) => reorder(it, true),
  undo: () => step({ undo: true }), approve, help: () => dialog("help", "", null), cancel: () => ask.close(),
  retract: () => dialog("retract", "", (fields) => act({ do: "retract", value: fields.note })),
  take: (it, button) => take(button.dataset.take, button.closest(".choose")),
  clear: (it, button) => act({ do: "edit", item: it.dataset.path, field: button.dataset.name, value: "" }),
  unname: (it, button) => act({ do: "edit", item: it.dataset.path, field: button.dataset.name, value: button.dataset.value.split(", ").filter((each) => each !== button.dataset.id).join(", "), was: button.dataset.value }),
};
document.addEventListener("click", (event) => {
  const it = event.target.closest(".card");
  const button = event.target.closest("button");
  if (it && it.dataset.path !== current) go(it, false);
  if (button?.dataset.nudge) {
    document.querySelectorAll(".quote.on").forEach((each) => each.classList.remove("on"));
    button.closest(".quote").classList.add("on");
    nudge(button.dataset.nudge);
  } else if (button?.classList.contains("sn")) {
    const made = button.dataset.cards.split(" ").filter(Boolean);
    const here = made.indexOf(current);
    if (made.length) go(document.querySelector(`.card[data-path="${CSS.escape(made[(here + 1) % made.length])}"]`));
    if (!made.length || made.length === 1 || here >= 0) why(button.dataset.sentence);
  } else if (button?.classList.contains("n")) sentence(button.dataset.sentence)?.scrollIntoView({ block: "center" });
  else if (button?.dataset.do) does[button.dataset.do](it || card(), button);
  else if (event.target.closest(".quote")) {
    document.querySelectorAll(".quote.on").forEach((each) => each.classList.remove("on"));
    event.target.closest(".quote").classList.add("on");
  }
});
const keys = {
  j: () => move(1), k: () => move(-1), J: () => reorder(card(), true), K: () => reorder(card(), false),
  n: () => next(["open", "conflict"]), c: () => next(["conflict"]), a: () => accept(card()), e: () => edit(card()),
  s: () => strike(card()), u: () => does.undo(), m: () => note(card()), 1: () => take("human"), 2: () => take("machine"),
  "[": () => nudge("s-"), "]": () => nudge("s+"), "{": () => nudge("e-"), "}": () => nudge("e+"),
  "+": begin, ",": () => chosen && jump(sentenceOf(chosen[0]) - 1), ".": () => chosen && jump(sentenceOf(chosen[0]) + 1),
  w: () => why((card()?.dataset.sentences || "1").split(" ")[0] || 1), l: () => { location.href = "../"; }, "?": () => does.help(),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || pickerKey(event)) return;
  const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
  if (event.key === "Escape") {
    if (chosen) choose(null);
    else if (typing) event.target.blur();
    if (!ask.open) { if (opened) close(); else go(card()); }
    return;
  }
  if (event.key === "Enter" && typing && event.target.closest("form.ed") && !event.target.matches("textarea")) {
    event.preventDefault();
    event.target.blur();
    return;
  }
  if (typing || ask.open) return;
  if (event.key === "Enter" && chosen && !pop.contains(document.activeElement)) {
    event.preventDefault();
    pop.querySelector("button:not([hidden])").focus();
    return;
  }
  if (event.key === "Enter" && !event.target.closest("button, a, summary") && card()) { event.preventDefault(); edit(card()); return; }
  if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
});
document.addEventListener("submit", (event) => event.preventDefault());

onShown(shows);
underline();
const wanted = decodeURIComponent(location.hash.slice(1));
const begins = cards().find((each) => each.dataset.path === wanted || each.id === wanted) || cards().find((each) => ["open", "conflict"].includes(each.dataset.state)) || cards()[0];
if (begins) go(begins);
watch(() => {
  const field = document.activeElement;
  return chosen || nudging || (field?.matches("input, textarea") && field.value !== field.defaultValue);
});
