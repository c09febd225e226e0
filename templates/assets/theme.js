/* The theme switch: follows the reader's preference until the reader chooses, and remembers it. */
(function () {
  "use strict";
  var root = document.documentElement;
  function stored() { try { return localStorage.getItem("theme"); } catch (e) { return null; } }
  function keep(value) { try { localStorage.setItem("theme", value); } catch (e) { /* private window */ } }
  var chosen = stored();
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  document.addEventListener("DOMContentLoaded", function () {
    var button = document.getElementById("theme");
    if (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
        root.dataset.theme = dark ? "light" : "dark";
        keep(root.dataset.theme);
      });
    }
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape") return;
      var open = event.target.closest && event.target.closest("details[open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
    });
  });
  /* On paper every piece of evidence is shown. */
  addEventListener("beforeprint", function () {
    document.querySelectorAll("details.ev:not([open])").forEach(function (d) { d.open = true; d.dataset.closed = ""; });
  });
  addEventListener("afterprint", function () {
    document.querySelectorAll("details.ev[data-closed]").forEach(function (d) { d.open = false; delete d.dataset.closed; });
  });
})();
