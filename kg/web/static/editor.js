/* Brings YASGUI, an editor with completion, in place of the plain form; asked for by a button, served from here. */
(function () {
  "use strict";
  var doc = document, place = doc.getElementById("yasgui"), button = doc.getElementById("rich");
  if (!place || !button) return;
  var form = doc.querySelector("form.editor");
  button.hidden = false;
  button.addEventListener("click", function () {
    button.disabled = true;
    ["yasgui.min.css", "columns.css"].forEach(function (name) {
      var sheet = doc.createElement("link");
      sheet.rel = "stylesheet";
      sheet.href = place.dataset.folder + name;
      doc.head.appendChild(sheet);
    });
    var script = doc.createElement("script");
    script.src = place.dataset.folder + "yasgui.min.js";
    script.onload = start;
    doc.head.appendChild(script);
  });
  function start() {
    var Yasgui = window.Yasgui;
    /* The completions that come with it ask other sites; names of variables need nobody. */
    Yasgui.Yasqe.defaults.autocompleters = ["variables"];
    Yasgui.Yasqe.defaults.value = form.elements.query.value;
    form.hidden = true;
    button.hidden = true;
    place.hidden = false;
    new Yasgui(place, {
      requestConfig: { endpoint: new URL(place.dataset.endpoint, location.href).href, method: "GET" },
      endpointCatalogueOptions: { getData: function () { return []; }, keys: [] },
      copyEndpointOnNewTab: true,
      persistenceId: null,
      autofocus: true
    });
  }
})();
