"use strict";
// What Datasette writes into its pages as inline scripts, which our policy does not allow.

const facets = document.querySelector("[data-allow-facet]");
window.DATASETTE_ALLOW_FACET = facets ? facets.dataset.allowFacet === "true" : false;

document.addEventListener("DOMContentLoaded", () => {
  document.body.addEventListener("click", event => {
    const within = event.target.closest("details");
    for (const details of document.querySelectorAll("details.nav-menu, details.actions-menu-links")) if (details !== within) details.open = false;
  });
  const headings = [...document.querySelectorAll("table.rows-and-columns thead th")].map(th => th.dataset.column || th.textContent.trim());
  for (const row of document.querySelectorAll("table.rows-and-columns tbody tr")) [...row.children].forEach((cell, index) => { cell.dataset.label = headings[index] || ""; });
  const format = document.querySelector("button#sql-format"), shown = document.querySelector("pre#sql-query"), input = document.querySelector("textarea#sql-editor");
  if (format && !shown) format.hidden = false;
  if (input && window.CodeMirror) {
    const editor = CodeMirror.fromTextArea(input, { lineNumbers: true, mode: "text/x-sql", lineWrapping: true });
    editor.setOption("extraKeys", { "Shift-Enter": () => document.getElementsByClassName("sql")[0].submit(), Tab: false });
    if (format) format.addEventListener("click", () => editor.setValue(sqlFormatter.format(editor.getValue())));
    if (window.cmResize) cmResize(editor, { resizableWidth: false });
  }
  if (input && window.cm) {
    const editor = cm.editorFromTextArea(input, { schema: {} });
    const whole = () => ({ from: 0, to: editor.state.doc.length, insert: sqlFormatter.format(editor.state.doc.toString()) });
    if (format) format.addEventListener("click", () => editor.dispatch({ changes: whole() }));
  }
  if (format && shown) {
    const formatted = sqlFormatter.format(shown.textContent);
    if (formatted !== shown.textContent) {
      format.hidden = false;
      format.addEventListener("click", () => { shown.textContent = formatted; });
    }
  }
});
