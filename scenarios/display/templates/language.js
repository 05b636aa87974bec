(function () {
  "use strict";
  var root = document.documentElement;
  var all = function (selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); };

  function speak(to) {
    root.setAttribute("data-lang", to);
    root.lang = to;
    document.title = document.querySelector("title").getAttribute("data-" + to);
    all("[data-label-zh]").forEach(function (one) {
      one.setAttribute("aria-label", one.getAttribute("data-label-" + to));
    });
    all("[data-to]").forEach(function (one) {
      one.setAttribute("aria-pressed", String(one.getAttribute("data-to") === to));
    });
  }

  // #en or #zh at the end of the address, or ?lang=en: the language in which the page opens.
  function asked() {
    var named = [window.location.hash.slice(1), new URLSearchParams(window.location.search).get("lang")];
    return named.filter(function (one) { return one === "en" || one === "zh"; })[0];
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("button[data-to]");
    if (button) { speak(button.getAttribute("data-to")); }
  });
  window.addEventListener("hashchange", function () {
    if (asked()) { speak(asked()); }
  });
  window.addEventListener("beforeprint", function () {
    all("details").forEach(function (one) { one.open = true; });
  });
  speak(asked() || "zh");
})();
