// Runs before the first paint: the reader's own choice of light or dark, if there is one, goes on <html>.
(function () {
  "use strict";
  var root = document.documentElement;
  root.setAttribute("data-script", "");
  try {
    var chosen = localStorage.getItem("minutebook-theme");
    if (chosen === "light" || chosen === "dark") root.setAttribute("data-theme", chosen);
  } catch (error) {
    // Storage may be forbidden; the system's preference then decides.
  }
})();
