/** How the page looks: light and dark as the reader's system is, and plain black on white on paper. */
export const STYLE = `:root {
  color-scheme: light;
  --page: #f4f5f7; --paper: #ffffff; --ink: #18202c; --muted: #566173; --line: #dde1e8; --soft: #eef0f4;
  --accent: #1f5fbf; --before: #9aa5b5;
  --good: #17693a; --good-soft: #e3f3e8; --bad: #b02a21; --bad-soft: #fbe7e5;
  --warn: #8a5300; --warn-soft: #fcefd8; --quiet: #566173; --quiet-soft: #e9ecf1; --on: #ffffff;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    color-scheme: dark;
    --page: #10141b; --paper: #181e28; --ink: #e7ebf2; --muted: #a3aec0; --line: #2d3646; --soft: #212937;
    --accent: #7fb0ff; --before: #7c889b;
    --good: #6fd695; --good-soft: #173323; --bad: #ff9d94; --bad-soft: #3d1c1a;
    --warn: #f4bf66; --warn-soft: #3a2a10; --quiet: #a3aec0; --quiet-soft: #263041; --on: #10141b;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 40px 24px 64px; }
header { margin-bottom: 24px; }
h1 { font-size: 34px; line-height: 1.15; letter-spacing: -0.02em; margin: 4px 0 14px; overflow-wrap: anywhere; }
h2 { font-size: 20px; letter-spacing: -0.01em; margin: 0 0 14px; }
h3 { font-size: 14px; margin: 26px 0 8px; }
p { margin: 0 0 10px; }
.kicker { color: var(--muted); font-size: 13px; font-weight: 600; letter-spacing: 0.04em; text-transform: uppercase; margin: 0; }
.sandbox { color: var(--warn); background: var(--warn-soft); border-radius: 4px; padding: 2px 8px; margin-left: 8px; letter-spacing: 0; text-transform: none; }
.state { display: inline-block; border-radius: 8px; padding: 6px 12px; margin-bottom: 18px; overflow-wrap: anywhere; }
.state.good { background: var(--good-soft); color: var(--good); }
.state.warn { background: var(--warn-soft); color: var(--warn); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(230px, 1fr)); gap: 12px 28px; margin: 0; }
dt { color: var(--muted); font-size: 12px; }
dd { margin: 0; overflow-wrap: anywhere; }
code { font: 0.92em ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.cards { list-style: none; display: grid; grid-template-columns: repeat(auto-fit, minmax(210px, 1fr)); gap: 14px; padding: 0; margin: 0 0 18px; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 16px 18px; display: flex; flex-direction: column; }
.card .name, .card .beside { color: var(--muted); font-size: 13px; }
.card strong { font-size: 27px; line-height: 1.3; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; white-space: nowrap; }
.card strong.long { font-size: 19px; line-height: 1.85; }
.card strong.longer { font-size: 14px; line-height: 2.5; overflow-wrap: anywhere; white-space: normal; }
.card.good strong { color: var(--good); }
.card.warn strong { color: var(--warn); }
section { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 24px 26px; margin: 0 0 18px; }
.note, .muted, .legend, figcaption p { color: var(--muted); }
.note, figcaption p { font-size: 13px; max-width: 75ch; }
p.good { color: var(--good); }
.amounts { font-size: 22px; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
.difference { color: var(--muted); font-size: 16px; margin-left: 8px; white-space: nowrap; }
.arrow { color: var(--muted); }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(340px, 1fr)); gap: 0 36px; }
.columns > div { min-width: 0; }
.scroll { overflow-x: auto; position: relative; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; vertical-align: top; padding: 7px 14px 7px 0; border-bottom: 1px solid var(--line); font-weight: 400; }
th:last-child, td:last-child { padding-right: 0; }
thead th, thead td { color: var(--muted); font-size: 12px; font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 600; overflow-wrap: anywhere; min-width: 160px; }
tfoot th, tfoot td { font-weight: 600; border-bottom: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
thead th.number { white-space: normal; }
.rows th.number { font-weight: 400; color: var(--muted); width: 1%; min-width: 0; padding-right: 18px; }
.rows thead th.number { font-weight: 600; }
.text { overflow-wrap: anywhere; min-width: 130px; }
.code { overflow-wrap: anywhere; min-width: 165px; }
.bars { width: 30%; min-width: 110px; vertical-align: middle; }
.bar { display: block; width: 100%; height: 8px; margin: 2px 0; }
.before { fill: var(--before); }
.after { fill: var(--accent); }
.legend { font-size: 13px; margin-top: 10px; }
.key { width: 24px; height: 10px; vertical-align: middle; margin-left: 10px; }
.key:first-child { margin-left: 0; }
.shares { display: block; width: 100%; height: auto; margin: 2px 0 14px; }
.shares text { font-size: 17px; font-weight: 700; fill: var(--on); }
.shares rect.good { fill: var(--good); } .shares rect.bad { fill: var(--bad); }
.shares rect.warn { fill: var(--warn); } .shares rect.quiet { fill: var(--quiet); }
.status { white-space: nowrap; border-radius: 5px; padding: 1px 8px 1px 6px; font-size: 13px; font-weight: 600; }
.status .sign { display: inline-block; min-width: 11px; text-align: center; }
.status.good { background: var(--good-soft); color: var(--good); }
.status.bad { background: var(--bad-soft); color: var(--bad); }
.status.warn { background: var(--warn-soft); color: var(--warn); }
.status.quiet { background: var(--quiet-soft); color: var(--quiet); }
.sign.warn { color: var(--warn); font-weight: 700; margin-right: 4px; }
.risks { list-style: none; margin: 0; padding: 0; }
.risks li { padding: 3px 0; overflow-wrap: anywhere; }
figure { margin: 0 0 22px; }
figcaption h3 { margin: 0 0 2px; }
.plot { display: block; width: 100%; min-width: 560px; height: auto; }
.plot text { font-size: 11.5px; fill: var(--muted); font-variant-numeric: tabular-nums; }
.grid { stroke: var(--line); stroke-width: 1; }
.column { fill: var(--accent); }
.line { fill: none; stroke: var(--accent); stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
.line.second { stroke: var(--before); stroke-width: 2; stroke-dasharray: 6 4; stroke-linecap: butt; }
.mark { stroke: var(--warn); stroke-width: 1.5; stroke-dasharray: 3 3; }
.plot .mark-label { fill: var(--warn); }
details { margin-top: 6px; }
summary { cursor: pointer; color: var(--muted); font-size: 13px; }
.controls { display: flex; flex-wrap: wrap; gap: 12px 18px; align-items: center; margin: 6px 0 14px; }
[hidden] { display: none !important; }
.controls label { color: var(--muted); font-size: 13px; max-width: 100%; }
input, select, button { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--before); border-radius: 8px; padding: 6px 10px; margin-left: 4px; max-width: 100%; }
input { min-width: 260px; }
button { cursor: pointer; margin: 0; }
button:hover { background: var(--soft); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
output { color: var(--muted); font-size: 13px; margin-left: auto; }
.change .field { color: var(--muted); margin-right: 2px; }
.change .field::after { content: ':'; }
del { color: var(--muted); text-decoration: line-through; text-decoration-color: var(--before); }
ins { text-decoration: none; font-weight: 600; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
footer { color: var(--muted); font-size: 13px; text-align: center; margin-top: 28px; }
@media (max-width: 640px) {
  main { padding: 22px 12px 40px; }
  section { padding: 18px 16px; }
  h1 { font-size: 26px; }
  .columns { grid-template-columns: 1fr; }
  input { min-width: 0; }
  output { margin-left: 0; }
}
@media print {
  @page { margin: 14mm 12mm; }
  :root { --page: #ffffff; }
  body { font-size: 10pt; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  section { border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: 14px 0 4px; margin: 0; }
  h1 { font-size: 22pt; }
  table { font-size: 9pt; }
  .controls, details { display: none; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
  tr, figure, .card, h2, h3 { break-inside: avoid; }
  h2, h3, thead { break-after: avoid; }
  .cards { grid-template-columns: repeat(4, 1fr); }
  .card { padding: 10px 12px; }
  .card strong { font-size: 16pt; }
  .card strong.long { font-size: 11pt; }
  .card strong.longer { font-size: 8pt; }
  .columns { grid-template-columns: 1fr 1fr; }
  .text { min-width: 0; }
  .code { min-width: 130px; font-size: 8pt; }
  .bars { width: 16%; min-width: 60px; }
  th, td { padding-right: 9px; }
  tfoot { display: table-row-group; }
}`;
