/* What a page does beyond HTML: the switch of the scheme, the search opens where the page is, Escape closes evidence,
   citations and addresses of items can be copied. */
(function () {
  "use strict";
  var root = document.documentElement;
  var button = document.getElementById("theme");
  function dark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }
  if (button) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(dark()));
    button.addEventListener("click", function () {
      root.dataset.theme = dark() ? "light" : "dark";
      button.setAttribute("aria-pressed", String(dark()));
      try { localStorage.setItem("theme", root.dataset.theme); } catch (e) { /* private window */ }
    });
  }
  var find = document.getElementById("find-any"), asked = false;
  function lead() { location.href = find.href; }
  function open() { window.briefingSearch.open().catch(lead); }
  function seek(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.type === "click" && event.shiftKey)) return;
    event.preventDefault();
    if (window.briefingSearch) { open(); return; }
    if (asked) return;
    asked = true; /* its script is loaded when it is first asked for */
    var script = document.createElement("script");
    script.src = find.href.replace(/search\.html$/, "assets/search.js");
    script.onload = open;
    script.onerror = lead;
    document.head.append(script);
  }
  if (find) {
    find.addEventListener("click", seek);
    document.addEventListener("keydown", function (event) {
      if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]")) seek(event);
    });
  }
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var open = event.target.closest && event.target.closest("details[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });
  function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    return Promise.reject(new Error("no clipboard"));
  }
  function select(element) {
    var range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  }
  document.querySelectorAll("a.pl").forEach(function (each) {
    each.addEventListener("click", function () { copy(each.href).catch(function () { /* the address bar has it */ }); });
  });
  document.querySelectorAll("button[data-copy]").forEach(function (each) {
    var text = document.getElementById(each.dataset.copy);
    var label = each.firstChild, before = label.data;
    each.hidden = false;
    each.addEventListener("click", function () {
      copy(text.textContent).then(function () {
        label.data = each.dataset.done;
        setTimeout(function () { label.data = before; }, 2000);
      }, function () { select(text); });
    });
  });
})();
