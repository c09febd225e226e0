/* A field for an actor: typing finds names, roles and other names; words of the source are taken too. */
let list = null;
let field = null;
let rows = [];
let at = -1;
let chosen = () => {};

export function cast() { return JSON.parse(document.getElementById("cast").textContent); }
export function onChosen(callback) { chosen = callback; }

function found(typed) {
  const parts = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = (actor) => (actor.name.toLowerCase().startsWith(parts[0] || "") ? 0 : 1);
  return cast()
    .filter((actor) => parts.every((part) => `${actor.name} ${actor.role} ${actor.also} ${actor.id}`.toLowerCase().includes(part)))
    .sort((one, other) => rank(one) - rank(other))
    .slice(0, 30);
}
function show(all = false) {
  rows = found(all ? "" : field.value);
  if (!list) {
    list = document.createElement("ul");
    list.className = "picker";
    list.id = "picker";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Actors of this brief");
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const row = event.target.closest("li");
      if (row) pick([...list.children].indexOf(row));
    });
  }
  list.replaceChildren(...rows.map((actor, number) => {
    const row = document.createElement("li");
    row.id = `picker-${number}`;
    row.setAttribute("role", "option");
    const name = document.createElement("span");
    name.textContent = actor.name;
    const role = document.createElement("small");
    role.textContent = [actor.role, actor.country].filter(Boolean).join(", ");
    row.append(name, role);
    return row;
  }));
  const box = field.getBoundingClientRect();
  const over = field.closest("dialog");
  const from = over ? over.getBoundingClientRect() : { left: -scrollX, top: -scrollY };
  (over || document.getElementById("main")).append(list);
  list.style.left = `${box.left - from.left}px`;
  list.style.top = `${box.bottom - from.top + (over ? over.scrollTop : 0)}px`;
  list.style.width = `${Math.max(box.width, 220)}px`;
  field.setAttribute("aria-expanded", String(rows.length > 0));
  list.hidden = !rows.length;
  go(rows.length && field.value && !all ? 0 : -1);
}
function go(number) {
  at = number;
  [...list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
  if (at >= 0) {
    field.setAttribute("aria-activedescendant", `picker-${at}`);
    list.children[at].scrollIntoView({ block: "nearest" });
  } else field.removeAttribute("aria-activedescendant");
}
function pick(number) {
  const actor = rows[number];
  if (!actor) return;
  field.value = actor.name;
  field.dataset.id = actor.id;
  const input = field;
  close();
  chosen(input, actor.id);
}
function close() {
  if (field) field.setAttribute("aria-expanded", "false");
  if (list) list.remove();
  list = null;
  field = null;
}
document.addEventListener("focusin", (event) => {
  if (field && event.target !== field) close();
  if (!event.target.matches("input[data-pick]")) return;
  field = event.target;
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", "picker"]]) field.setAttribute(name, value);
  field.select();
  show(true);
});
document.addEventListener("focusout", (event) => { if (event.target === field) close(); });
document.addEventListener("input", (event) => { if (event.target === field) { delete field.dataset.id; show(); } });
/* True where the key was the picker's. */
export function key(event) {
  if (event.target !== field || !field) return false;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!list) show(true);
    const step = event.key === "ArrowDown" ? 1 : -1;
    if (rows.length) go((at + step + rows.length) % rows.length);
  } else if (event.key === "Enter" && list && at >= 0) pick(at);
  else if (event.key === "Escape" && list) { list.remove(); list = null; field.setAttribute("aria-expanded", "false"); }
  else return false;
  event.preventDefault();
  return true;
}
