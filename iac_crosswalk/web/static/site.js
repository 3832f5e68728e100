"use strict";
// What pages do beyond links and forms: answers as you type, folds that open in place, a filter, copying. Everything works without it.

const searches = new Map();

function asYouType(input, answers) {
  let timer, latest = 0;
  const show = async () => {
    const text = input.value.trim(), number = ++latest;
    if (text.length < 2) { answers.textContent = ""; return; }
    if (!searches.has(text)) {
      const response = await fetch(`/search?fragment=1&q=${encodeURIComponent(text)}`);
      searches.set(text, response.ok ? await response.text() : "");
    }
    if (number === latest) answers.innerHTML = searches.get(text);
    uncover(answers);
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 120); });
  if (input.value) show();
}

function uncover(within) {
  for (const button of within.querySelectorAll("button.copy")) button.hidden = false;
  for (const fold of within.querySelectorAll("a.fold:not([role])")) {
    fold.setAttribute("role", "button");
    fold.setAttribute("aria-expanded", String("open" in fold.dataset));
  }
}

async function copy(button) {
  try { await navigator.clipboard.writeText(button.dataset.copy); }
  catch {
    const area = document.createElement("textarea");
    area.value = button.dataset.copy;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.textContent = "copied";
  button.classList.add("done");
  setTimeout(() => { button.textContent = "copy"; button.classList.remove("done"); }, 1500);
}

function rowsBelow(row) {
  const found = [], level = Number(row.dataset.level);
  for (let next = row.nextElementSibling; next && Number(next.dataset.level) > level; next = next.nextElementSibling) found.push(next);
  return found;
}

async function toggle(fold) {
  const row = fold.closest("tr");
  if (fold.getAttribute("aria-expanded") === "true") {
    rowsBelow(row).forEach(each => each.remove());
    fold.setAttribute("aria-expanded", "false");
    return;
  }
  fold.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(`${fold.href}&fragment=1&level=${Number(fold.dataset.level) + 1}`);
    if (!response.ok) { location.href = fold.href; return; }
    row.insertAdjacentHTML("afterend", await response.text());
    rowsBelow(row).forEach(uncover);
    fold.setAttribute("aria-expanded", "true");
  } finally { fold.removeAttribute("aria-busy"); }
}

function filterRows(input) {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  const holds = element => words.every(word => element.textContent.toLowerCase().includes(word));
  for (const row of document.querySelectorAll(".concepts tbody tr, .filterable .pitfall")) row.hidden = !holds(row);
  for (const section of document.querySelectorAll(".filterable")) {
    section.hidden = ![...section.querySelectorAll(".pitfall")].some(each => !each.hidden);
    section.open = words.length > 0;
  }
  if (words.length) for (const only of document.querySelectorAll("details.only")) only.open = [...only.querySelectorAll("tbody tr")].some(each => !each.hidden);
}

document.addEventListener("click", event => {
  const button = event.target.closest("button.copy"), fold = event.target.closest("a.fold");
  if (button) copy(button);
  else if (fold && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); toggle(fold); }
});
document.addEventListener("keydown", event => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
  if (event.key === "/" && !typing) { event.preventDefault(); document.getElementById("find").focus(); }
  if (event.key === " " && document.activeElement.matches("a.fold")) { event.preventDefault(); toggle(document.activeElement); }
});

uncover(document);
const find = document.getElementById("find"), answers = document.getElementById("answers");
if (find && find.closest(".ask") && answers) asYouType(find, answers);
// Return asks; a new line takes Shift, and those of a pasted text stay.
if (find && find.form && find.tagName === "TEXTAREA") find.addEventListener("keydown", event => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); find.form.requestSubmit(); }
});
const filter = document.getElementById("filter");
if (filter) filter.addEventListener("input", () => filterRows(filter));
for (const select of document.querySelectorAll(".narrow select")) select.addEventListener("change", () => select.form.submit());
if (location.hash.startsWith("#only-")) document.querySelector(location.hash)?.closest("details")?.setAttribute("open", "");
