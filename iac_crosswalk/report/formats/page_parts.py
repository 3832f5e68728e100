"""Style and script of the HTML worksheet. They are in the page itself, which loads no external
files.
"""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark;
  --ground: #f6f7f9; --card: #fff; --ink: #1b2430; --soft: #5a6675; --line: #dde2e8;
    --focus: #1d5fd1;
  --exact: #1a7f4b; --transformed: #2a78a8; --conditional: #7a56b8; --close: #8a6d00;
    --none: #b3541e; --unmapped: #6b7280; --unknown: #c0263d; --outside: #4b5563; }
@media (prefers-color-scheme: dark) { :root {
  --ground: #12161c; --card: #1a2028; --ink: #e6eaf0; --soft: #9aa6b5; --line: #2d3641;
    --focus: #7fb0ff;
  --exact: #4cc38a; --transformed: #62b8e8; --conditional: #b79bf0; --close: #d9b84a;
    --none: #ee9560; --unmapped: #a3adba; --unknown: #ff7a8d; --outside: #8e99a8; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui,
  "Segoe UI", sans-serif; }
main, header { max-width: 1240px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 28px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 20px; margin: 36px 0 10px; overflow-wrap: anywhere; }
h3 { font-size: 15px; margin: 24px 0 8px; }
p { margin: 0 0 10px; } .soft { color: var(--soft); }
a { color: inherit; text-decoration-color: var(--soft); text-underline-offset: 3px; }
details.sheet { scroll-margin-top: 90px; }
code { font: 13px/1.5 ui-monospace, "SF Mono", Consolas, monospace; overflow-wrap: break-word; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(215px, 1fr)); gap: 14px;
  margin: 18px 0; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
  padding: 14px 16px; }
.tile b { display: block; font-size: 30px; line-height: 1.15; font-variant-numeric: tabular-nums; }
.tile span { color: var(--soft); font-size: 13.5px; }
.bar { display: flex; height: 12px; border-radius: 6px; overflow: hidden; background: var(--line);
  margin: 6px 0; min-width: 90px; }
.bar i { display: block; height: 100%; min-width: 2px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 13.5px; list-style: none;
  padding: 0; margin: 8px 0 0; }
.legend li::before { content: ""; display: inline-block; width: 10px; height: 10px;
  border-radius: 3px; background: var(--tone); margin-right: 6px; }
.exact { --tone: var(--exact); } .transformed { --tone: var(--transformed); }
  .conditional { --tone: var(--conditional); } .close { --tone: var(--close); }
.none { --tone: var(--none); } .unmapped { --tone: var(--unmapped); }
  .unknown { --tone: var(--unknown); } .outside { --tone: var(--outside); }
  .unsure { --tone: var(--close); }
.bar i { background: var(--tone); }
.verdict { display: inline-block; white-space: nowrap; font-size: 12.5px; font-weight: 600;
  color: var(--tone); border: 1px solid var(--tone); border-radius: 20px; padding: 0 9px; }
.note { background: var(--card); border-left: 3px solid var(--focus); padding: 8px 14px;
  margin: 10px 0; }
.controls { position: sticky; top: 0; z-index: 2; background: var(--ground);
  border-bottom: 1px solid var(--line); padding: 12px 0; margin-top: 26px; display: flex;
  flex-wrap: wrap; gap: 10px; align-items: center; }
input[type=search] { flex: 1 1 260px; font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--line); border-radius: 8px; padding: 7px 12px; }
.choice { display: flex; flex-wrap: wrap; gap: 6px; border: 0; padding: 0; margin: 0; }
.choice label { border: 1px solid var(--line); background: var(--card); border-radius: 20px;
  padding: 3px 11px 3px 8px; font-size: 13.5px; cursor: pointer; }
.choice label:has(:checked) { border-color: var(--tone); }
.choice input { accent-color: var(--tone); margin: 0 4px 0 0; vertical-align: -1px; }
button { font: inherit; font-size: 13.5px; color: inherit; background: var(--card);
  border: 1px solid var(--line); border-radius: 8px; padding: 5px 12px; cursor: pointer; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; background: var(--card); font-size: 14px; }
th, td { text-align: left; vertical-align: top; padding: 6px 12px;
  border-top: 1px solid var(--line); }
thead th { font-size: 12.5px; color: var(--soft); font-weight: 600; border-top: 0; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td p { margin: 2px 0 0; font-size: 13.5px; color: var(--soft); max-width: 62ch;
  overflow-wrap: anywhere; }
td .or { color: var(--soft); font-size: 12.5px; }
.how { font-size: 13px; color: var(--soft); }
details.sheet { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
  margin: 10px 0; overflow: hidden; content-visibility: auto; contain-intrinsic-size: auto 300px; }
details.sheet > summary { cursor: pointer; padding: 10px 16px; display: flex; flex-wrap: wrap;
  gap: 4px 12px; align-items: baseline; }
details.sheet > summary::before { content: "▸"; color: var(--soft); }
details.sheet[open] > summary::before { content: "▾"; }
summary b { overflow-wrap: anywhere; }
summary .soft:last-child { margin-left: auto; font-size: 13px; white-space: nowrap; }
.about { padding: 0 16px 8px; font-size: 14px; } .about ul { margin: 4px 0; padding-left: 20px; }
.sheet table { table-layout: fixed; min-width: 760px; } .sheet col.path { width: 28%; }
  .sheet col.there { width: 34%; } .sheet col.verdict-column { width: 9.5em; }
tr.output td:first-child::before { content: "output "; color: var(--soft); font-size: 12px; }
.empty { padding: 20px; text-align: center; color: var(--soft); }
footer { max-width: 1240px; margin: 30px auto; padding: 14px 24px; color: var(--soft);
  font-size: 13px; border-top: 1px solid var(--line); }
@media screen and (max-width: 700px) { main, header { padding: 0 14px; }
  .controls { position: static; } details.sheet { scroll-margin-top: 10px; }
  .first table, .first tbody, .first td, .sheet table, .sheet tbody, .sheet td { display: block; }
    .first tr, .sheet tr { display: flow-root; border-top: 1px solid var(--line); padding: 7px 0; }
  .first thead, .sheet thead, .sheet colgroup, .first td:empty, .sheet td:empty { display: none; }
    .first td, .sheet td { border: 0; padding: 1px 16px; } .sheet table { min-width: 0; } }
[hidden] { display: none !important; }
@media print { .controls, .no-print { display: none !important; } body { background: #fff; }
  details.sheet { break-inside: auto; content-visibility: visible; } tr,
  .tile { break-inside: avoid; } main, header { max-width: none; padding: 0; } }
"""

SCRIPT = """
const search = document.getElementById('search'),
  choices = [...document.querySelectorAll('.choice input')];
const sheets = [...document.querySelectorAll('details.sheet')].map(box => ({
  box, own: box.dataset.verdict,
    text: box.querySelector('summary').textContent.toLowerCase() + ' '
      + (box.querySelector('.about')?.textContent.toLowerCase() ?? ''),
  rows: [...box.querySelectorAll('tbody tr')].map(row => ({row, verdict: row.dataset.verdict,
    text: row.textContent.toLowerCase()})) }));
const shown = document.getElementById('shown'), empty = document.getElementById('empty');
function filter() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean),
    wanted = new Set(choices.filter(c => c.checked).map(c => c.value));
  let entries = 0, boxes = 0;
  for (const sheet of sheets) {
    let here = 0;
    for (const {row, verdict, text} of sheet.rows) {
      const fits = wanted.has(verdict)
        && words.every(word => text.includes(word) || sheet.text.includes(word));
      row.hidden = !fits;
      here += fits;
    }
    const bare = !sheet.rows.length && wanted.has(sheet.own)
      && words.every(word => sheet.text.includes(word));
    sheet.box.hidden = !here && !bare;
    for (const table of sheet.box.querySelectorAll('table')) table.hidden = !here;
    entries += here;
    boxes += !sheet.box.hidden;
  }
  for (const part of document.querySelectorAll('section.file')) {
    const open = part.querySelector('details.sheet:not([hidden])');
    part.querySelector('.sheets').hidden = !open;
  }
  shown.textContent = `${entries.toLocaleString('en')} ${entries === 1 ? 'entry' : 'entries'}
    in ${boxes.toLocaleString('en')} ${boxes === 1 ? 'resource' : 'resources'}`;
  empty.hidden = boxes > 0;
}
search.addEventListener('input', filter);
for (const choice of choices) choice.addEventListener('change', filter);
document.getElementById('open-ends').addEventListener('click', () => {
  for (const choice of choices) choice.checked = ['none', 'unmapped', 'unknown', 'outside',
    'conditional', 'close'].includes(choice.value);
  filter();
});
document.getElementById('all').addEventListener('click', () => { search.value = '';
  for (const choice of choices) choice.checked = true; filter(); });
document.getElementById('fold').addEventListener('click',
  () => { const open = sheets.some(sheet => sheet.box.open);
  for (const sheet of sheets) sheet.box.open = !open; });
addEventListener('beforeprint', () => { for (const sheet of sheets) sheet.box.open = true; });
addEventListener('keydown',
  event => { if (event.key === '/' && document.activeElement !== search) { event.preventDefault();
  search.focus(); } });
filter();
"""
