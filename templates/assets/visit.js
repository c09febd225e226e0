/* What is new on the home page since the last visit.  Which briefs were seen, and in which version, stands in this
   browser alone; the state before this visit is kept while the tab is open, so that reading on changes nothing. */
(function () {
  "use strict";
  var front = document.querySelector(".front"), key = "seen:" + location.pathname, now = {}, before = null, count = 0;
  var cards = front.querySelectorAll("[data-slug]");
  cards.forEach(function (card) { now[card.dataset.slug] = card.dataset.version; });
  try {
    before = sessionStorage.getItem(key) || localStorage.getItem(key);
    if (before) sessionStorage.setItem(key, before);
    localStorage.setItem(key, JSON.stringify(now));
    before = JSON.parse(before);
  } catch (e) { before = null; /* private window */ }
  if (!before) return;
  cards.forEach(function (card) {
    var seen = before[card.dataset.slug];
    if (seen === card.dataset.version) return;
    var sign = document.createElement("b");
    sign.className = "new";
    sign.textContent = seen ? front.dataset.changed : front.dataset.new;
    card.querySelector(".meta:last-of-type").prepend(sign);
    count += 1;
  });
  if (count) document.getElementById("since").textContent = front.dataset[count === 1 ? "one" : "many"].replace("{count}", count);
})();
