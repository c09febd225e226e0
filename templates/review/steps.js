/* Steps of a reviewer -> the server, one after the other; what cannot be sent yet is kept in this browser. */
const body = document.body;
export const root = new URL(body.dataset.root || "./", location.href);
export const slug = body.dataset.slug;
const kept = `review-steps:${slug}`;
let working = false;
let shows = () => {};

export function reviewer() {
  let name = stored("reviewer") || body.dataset.reviewer;
  if (!name) { name = `guest ${Math.random().toString(16).slice(2, 6)}`; store("reviewer", name); }
  return name;
}
export function stored(name) { try { return localStorage.getItem(name); } catch { return null; } }
export function store(name, value) {
  try { if (value === null) localStorage.removeItem(name); else localStorage.setItem(name, value); } catch { /* private window */ }
}
export function say(text, bad = false) {
  const toast = document.getElementById("toast");
  toast.hidden = !text;
  toast.textContent = text;
  toast.classList.toggle("bad", bad);
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.hidden = true; }, bad ? 9000 : 3500);
}
export async function get(path) {
  const answer = await fetch(new URL(path, root), { cache: "no-store" });
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error || `The desk says ${answer.status}.`);
  return answer;
}
export function send(path, data, type = "application/json") {
  return fetch(new URL(path, root), { method: "POST", headers: { "content-type": type }, body: data });
}
export function onShown(callback) { shows = callback; }

function waiting() { try { return JSON.parse(stored(kept)) || []; } catch { return []; } }
function keep(steps) { store(kept, steps.length ? JSON.stringify(steps) : null); }
function state(text, bad) {
  const saved = document.getElementById("saved");
  if (saved) { saved.textContent = text; saved.classList.toggle("bad", !!bad); }
}
/* Sends a step; resolves with the answer, or null where it was refused. */
export function step(what) {
  return new Promise((done) => { keep([...waiting(), { by: reviewer(), ...what }]); pending.push(done); work(); });
}
const pending = [];
async function work() {
  if (working) return;
  working = true;
  while (waiting().length) {
    state("Saving …");
    const [first, ...rest] = waiting();
    let answer, said;
    try {
      answer = await send(`briefs/${encodeURIComponent(slug)}/step`, JSON.stringify(first));
      said = await answer.json().catch(() => ({ error: `The desk says ${answer.status}.` }));
    } catch {
      const count = waiting().length;
      state(`Not connected: ${count} ${count === 1 ? "step" : "steps"} kept here`, true);
      working = false;
      setTimeout(work, 3000);
      return;
    }
    keep(rest);
    const done = pending.shift();
    if (answer.ok) {
      shows(said);
      state(`Saved ${new Date().toTimeString().slice(0, 5)}, on this computer, not published`);
      if (said.said) say(said.said);
    } else {
      await refresh();
      state("Not saved", true);
      say(said.error + (said.theirs ? ` It is now: ${said.theirs}` : ""), true);
    }
    if (done) done(answer.ok ? said : null);
  }
  working = false;
}
/* Shows the brief as it is now. */
export async function refresh() {
  try { shows(await (await get(`briefs/${encodeURIComponent(slug)}/main`)).json()); } catch { /* it is tried again */ }
}
/* Looks whether somebody else saved; `busy` tells that a person is in the middle of something that a new view would end. */
export function watch(busy) {
  async function look() {
    if (working || document.hidden || busy()) return;
    try {
      const now = await (await get(`briefs/${encodeURIComponent(slug)}/version`)).json();
      if (now.version === body.dataset.version || working || busy()) return;
      await refresh();
      say("Somebody else saved; this is how it is now.");
    } catch { state("Not connected", true); }
  }
  setInterval(look, 2000);
  addEventListener("focus", look);
  if (waiting().length) work();
}
