(function () {
  "use strict";
  var all = function (selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); };
  var blocks = all(".block");

  var years = blocks.map(function (one) { return Number(one.dataset.year); });
  var last = String(Math.max.apply(null, years));
  var shown = blocks.length ? { plan: blocks[0].dataset.plan, year: last } : {};
  function show() {
    blocks.forEach(function (one) {
      one.classList.toggle("on", one.dataset.plan === shown.plan && one.dataset.year === shown.year);
    });
    ["plan", "year"].forEach(function (key) {
      all("button[data-" + key + "]").forEach(function (one) {
        one.setAttribute("aria-pressed", String(one.dataset[key] === shown[key]));
      });
    });
  }

  function opened(hash) {
    var target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    for (var up = target; up; up = up.parentElement) {
      if (up.tagName === "DETAILS") { up.open = true; }
      if (up.classList.contains("block")) { shown = { plan: up.dataset.plan, year: up.dataset.year }; show(); }
    }
    if (target) { target.scrollIntoView(); }
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    var link = event.target.closest("a[href^='#']");
    if (button && button.dataset.plan) { shown.plan = button.dataset.plan; show(); }
    if (button && button.dataset.year) { shown.year = button.dataset.year; show(); }
    if (link) { opened(link.getAttribute("href")); }
  });

  var filter = document.getElementById("filter");
  filter.addEventListener("input", function () {
    var wanted = filter.value.trim().toLowerCase();
    all("details.inner").forEach(function (table) {
      var found = 0;
      Array.prototype.forEach.call(table.querySelectorAll("tbody tr"), function (row) {
        row.hidden = wanted !== "" && row.textContent.toLowerCase().indexOf(wanted) < 0;
        found += row.hidden ? 0 : 1;
      });
      table.hidden = found === 0;
      table.open = wanted !== "" && found > 0;
    });
  });

  show();
  opened(window.location.hash);
})();
