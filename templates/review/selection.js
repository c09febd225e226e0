/* Words of the source by their places: what is selected by mouse, finger or keys, and what is marked. */
const text = () => document.getElementById("txt");
const tokens = () => [...text().querySelectorAll("[data-a]")];
const length = (token) => [...token.textContent].length;
export const start = (token) => Number(token.dataset.a);
export const end = (token) => start(token) + length(token);

export function spans(at) { return (at || "").split(" ").filter(Boolean).map((span) => span.split("-").map(Number)); }
export function inside(all, [from, to]) { return all.filter((token) => start(token) < to && end(token) > from); }
/* The words at places, as they stand there. */
export function words(at) {
  const all = tokens();
  return at.map((span) => inside(all, span).map((token) => token.textContent + (/\s/.test(token.nextSibling?.textContent?.[0] || "") ? " " : "")).join("").trim()).join(" […] ");
}
function unmark(kind) {
  text().querySelectorAll(`mark.${kind}`).forEach((mark) => mark.replaceWith(...mark.childNodes));
}
/* Marks places; `kind` is "cur" for the item in hand and "sel" for what is selected. */
export function mark(at, kind) {
  unmark(kind);
  const all = tokens();
  let first = null;
  for (const span of at) {
    const found = inside(all, span);
    first = first || found[0];
    let run = [];
    const close = () => {
      if (!run.length) return;
      const range = document.createRange();
      const made = document.createElement("mark");
      made.className = kind;
      range.setStartBefore(run[0]);
      range.setEndAfter(run[run.length - 1]);
      made.append(range.extractContents());
      range.insertNode(made);
      run = [];
    };
    for (const token of found) {
      if (run.length && token.parentNode !== run[0].parentNode) close();
      run.push(token);
    }
    close();
  }
  return first;
}
/* What a person selected in the source, in whole words; null where nothing. */
export function selected() {
  const chosen = getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed || !text().contains(chosen.getRangeAt(0).commonAncestorContainer)) return null;
  const range = chosen.getRangeAt(0);
  const found = tokens().filter((token) => {
    if (!range.intersectsNode(token)) return false;
    const part = document.createRange();
    part.selectNodeContents(token);
    if (range.compareBoundaryPoints(Range.START_TO_START, part) > 0) part.setStart(range.startContainer, range.startOffset);
    if (range.compareBoundaryPoints(Range.END_TO_END, part) < 0) part.setEnd(range.endContainer, range.endOffset);
    return part.toString() !== "";
  });
  return found.length ? [start(found[0]), end(found[found.length - 1])] : null;
}
/* A place with one end moved by a word: "s-", "s+", "e-", "e+". */
export function nudged([from, to], how) {
  const all = tokens();
  const word = (token) => /[\p{L}\p{N}]/u.test(token.textContent);
  const first = all.findIndex((token) => end(token) > from);
  let last = all.length - 1;
  while (last > 0 && start(all[last]) >= to) last -= 1;
  const seek = (index, step) => { let here = index + step; while (all[here] && !word(all[here])) here += step; return all[here] ? here : index; };
  const [side, sign] = how;
  if (side === "s") {
    const moved = seek(first, sign === "-" ? -1 : 1);
    return moved <= last ? [start(all[moved]), to] : [from, to];
  }
  const moved = seek(last, sign === "-" ? -1 : 1);
  return moved >= first ? [from, end(all[moved])] : [from, to];
}
export function sentence(number) { return text().querySelector(`.sn[data-sentence="${number}"]`)?.closest(".s"); }
export function count() { return text().querySelectorAll(".s").length; }
