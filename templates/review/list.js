/* The list of briefs: filters, keys; a text brought in; a commit. */
import { root, say, send } from "./steps.js";

const $ = (id) => document.getElementById(id);
const rows = [...document.querySelectorAll("#briefs li")];
const shown = () => rows.filter((row) => !row.hidden && row.querySelector("a"));
const MOST = 200;
let all = rows.length <= MOST;

function filter() {
  const state = document.querySelector("[name=state]:checked")?.value || "all";
  const parts = $("find").value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const row of rows) {
    const fits = (state === "all" || row.dataset.state === state) && (!$("waiting").checked || row.dataset.open > 0)
      && parts.every((part) => row.textContent.toLowerCase().includes(part));
    row.hidden = !fits || (!all && count >= MOST);
    count += fits;
  }
  $("none").hidden = count > 0;
  $("more").hidden = all || count <= MOST;
}
function move(by) {
  const here = shown();
  const at = here.findIndex((row) => row.contains(document.activeElement));
  here[Math.min(Math.max(at + by, 0), here.length - 1)]?.querySelector("a").focus();
}
if ($("briefs")) {
  document.querySelector(".filters").addEventListener("input", filter);
  $("more").addEventListener("click", () => { all = true; filter(); });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input[type=search]")) { if (event.key === "Escape") event.target.blur(); else if (event.key === "Enter") move(1); return; }
    const unread = () => shown().find((row) => ["draft", "in review", "changed since"].includes(row.dataset.state))?.querySelector("a").focus();
    const key = { j: () => move(1), k: () => move(-1), n: unread, "/": () => $("find").focus() }[event.key];
    if (key) { event.preventDefault(); key(); }
  });
  $("file").addEventListener("change", async () => {
    const file = $("file").files[0];
    if (!file) return;
    $("brought").textContent = "Reading …";
    const answer = await send(`texts/${encodeURIComponent(file.name)}`, file, "application/octet-stream");
    const said = await answer.json().catch(() => ({ error: `The desk says ${answer.status}.` }));
    $("brought").textContent = said.error || [`${said.slugs.join(", ")}.`, ...said.remarks].join(" ");
    if (answer.ok) setTimeout(() => location.reload(), 1200);
  });
  filter();
}
if ($("commit")) {
  $("commit").addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await send("commit", JSON.stringify({ message: $("message").value }));
    const said = await answer.json().catch(() => ({ error: `The desk says ${answer.status}.` }));
    say(said.error || said.said, !answer.ok);
    if (answer.ok) setTimeout(() => { location.href = new URL("changes", root); }, 1500);
  });
}
