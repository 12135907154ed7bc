import { markup } from '../markup.ts';

/** The report's style sheet. Colours are of the reader's scheme; what they say, marks and words say too. */
export const pageStyle = markup`
:root {
  color-scheme: light dark;
  --page: light-dark(#f6f7f9, #101418);
  --card: light-dark(#ffffff, #181d23);
  --line: light-dark(#d5dae1, #333b45);
  --text: light-dark(#1a2029, #e4e8ee);
  --quiet: light-dark(#515c6b, #a3afbf);
  --accent: light-dark(#0b5cad, #7fb8f5);
  --good: light-dark(#12682f, #6bd08c);
  --good-back: light-dark(#e3f4e8, #12301d);
  --bad: light-dark(#a81919, #ff9a94);
  --bad-back: light-dark(#fdeaea, #3a1718);
  --doubt: light-dark(#7a4b00, #f2c063);
  --doubt-back: light-dark(#fdf1d8, #35280f);
  --code-back: light-dark(#eef1f5, #10151b);
  --bar: light-dark(#c2560c, #e98a45);
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}
* { box-sizing: border-box; }
html { scroll-padding-top: 5rem; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Open Sans", sans-serif; }
main, header, footer { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1.5rem; }
footer { padding-bottom: 3rem; color: var(--quiet); }
h1 { font-size: 1.35rem; margin: 0; letter-spacing: .01em; }
h2 { font-size: 1.2rem; margin: 0; overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
h4 { font-size: .95rem; margin: 0; font-weight: 600; }
p { margin: .4rem 0; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
code, pre, .code { font-family: var(--mono); font-size: .87em; }
code, .code { overflow-wrap: anywhere; white-space: pre-wrap; }
pre { margin: 0; padding: .6rem .75rem; background: var(--code-back); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .5rem 1rem; z-index: 9; }
.banner { margin: 1rem 0; padding: .8rem 1rem; border-radius: 8px; border-left: 6px solid; font-size: 1.05rem; }
.banner.inSync { background: var(--good-back); border-color: var(--good); }
.banner.drift { background: var(--bad-back); border-color: var(--bad); }
.banner.unknown { background: var(--doubt-back); border-color: var(--doubt); }
.banner strong { display: block; }
.good { color: var(--good); } .bad { color: var(--bad); } .doubt { color: var(--doubt); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .75rem; padding: 0; margin: 1rem 0; list-style: none; }
.cards li { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .7rem .9rem; border-top: 4px solid var(--line); min-width: 0; }
.cards li.inSync { border-top-color: var(--good); } .cards li.drift { border-top-color: var(--bad); } .cards li.unknown { border-top-color: var(--doubt); }
.cards .name { font-weight: 600; overflow-wrap: anywhere; }
.filter { position: sticky; top: 0; z-index: 5; display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: center; background: var(--page); border-bottom: 1px solid var(--line); padding: .6rem 0; }
.filter fieldset { display: flex; flex-wrap: wrap; gap: .2rem .9rem; border: 0; margin: 0; padding: 0; }
.filter legend { position: absolute; left: -999rem; }
.filter label { display: inline-flex; gap: .35rem; align-items: center; }
input[type=search], select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--quiet); border-radius: 6px; padding: .3rem .6rem; min-width: 0; max-width: 100%; }
input[type=search] { width: 15rem; }
input[type=checkbox] { width: 1.05rem; height: 1.05rem; accent-color: var(--accent); }
button { font: inherit; font-size: .87rem; color: var(--accent); background: var(--card); border: 1px solid var(--accent); border-radius: 6px; padding: .15rem .6rem; cursor: pointer; }
button:hover { background: var(--code-back); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; background: var(--card); }
.matrix, .wide { min-width: 100%; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
thead th { background: var(--code-back); }
.matrix tbody th { position: sticky; left: 0; background: var(--card); font-weight: 500; min-width: 9rem; max-width: 22rem; overflow-wrap: anywhere; }
.matrix td { white-space: nowrap; }
.matrix td a { text-decoration: none; font-family: var(--mono); }
.matrix td a:hover { text-decoration: underline; }
.matrix td.critical, .matrix td.high { background: var(--bad-back); }
.matrix td.medium, .matrix td.low, .matrix td.unseen { background: var(--doubt-back); }
.environment { margin-top: 2.2rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.2rem 1.3rem; }
.environment > header { max-width: none; margin: 0; padding: 0; }
.badge { display: inline-block; font-size: .78rem; font-weight: 600; border: 1px solid; border-radius: 999px; padding: 0 .55rem; white-space: nowrap; }
.group { border: 1px solid var(--line); border-radius: 8px; margin: .7rem 0; }
.many .group { content-visibility: auto; contain-intrinsic-size: auto 8rem; }
.group > summary { padding: .45rem .8rem; font-weight: 600; cursor: pointer; overflow-wrap: anywhere; }
.group .drift { border-top: 1px solid var(--line); padding: .6rem .8rem; }
.drift-head { display: flex; flex-wrap: wrap; gap: .2rem .6rem; align-items: baseline; }
.drift-head h4 { flex: 1 1 16rem; overflow-wrap: anywhere; min-width: 0; }
.mark { font-family: var(--mono); font-weight: 700; }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: .6rem; margin: .45rem 0; }
.sides > div { min-width: 0; }
.sides .label { font-size: .8rem; color: var(--quiet); }
ins, del { text-decoration: none; border-radius: 3px; padding: 0 .1rem; font-weight: 600; }
ins { background: var(--good-back); color: var(--good); box-shadow: inset 0 -2px var(--good); }
del { background: var(--bad-back); color: var(--bad); box-shadow: inset 0 -2px var(--bad); }
.note { margin: .35rem 0 0; overflow-wrap: anywhere; }
.note b { color: var(--accent); }
.values td:first-child { overflow-wrap: anywhere; min-width: 6rem; }
.values .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.gauge { width: 12rem; height: .9rem; display: inline-block; vertical-align: middle; }
.bar { fill: var(--bar); } .track { fill: var(--code-back); }
.plan { padding-left: 0; list-style: none; counter-reset: statement; }
.plan > li { border: 1px solid var(--line); border-radius: 8px; padding: .6rem .8rem; margin: .6rem 0; }
.plan .row { display: flex; flex-wrap: wrap; gap: .3rem .7rem; align-items: center; margin-bottom: .4rem; }
.plan .row .grow { flex: 1 1 8rem; }
.hazard { border-left: 4px solid var(--bad); padding: .1rem .7rem; margin: .5rem 0 0; }
.hazard code { color: var(--bad); font-weight: 700; }
.diagram { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; padding: .5rem; }
.diagram svg { display: block; max-width: 100%; height: auto; min-width: 20rem; font: 12px var(--mono); }
.diagram text { fill: var(--text); } .diagram .box { fill: var(--card); stroke: var(--quiet); }
.diagram .head { fill: var(--code-back); stroke: var(--quiet); } .diagram .title { font-weight: 700; }
.diagram .missing { stroke: var(--good); stroke-width: 2; } .diagram .unexpected { stroke: var(--bad); stroke-width: 2; } .diagram .modified { stroke: var(--doubt); stroke-width: 2; }
.diagram .missing-text { fill: var(--good); font-weight: 700; } .diagram .unexpected-text { fill: var(--bad); font-weight: 700; } .diagram .modified-text { fill: var(--doubt); font-weight: 700; }
.diagram .quiet-text { fill: var(--quiet); } .diagram .link { fill: none; stroke: var(--quiet); stroke-width: 1.5; } .diagram .tip { fill: var(--quiet); }
.timeline table { min-width: 56rem; } .timeline td { overflow-wrap: anywhere; } .timeline .time { white-space: nowrap; overflow-wrap: normal; }
section > h2 { margin-top: 1.5rem; }
.legend { font-size: .87rem; color: var(--quiet); }
[hidden] { display: none !important; }
@media (max-width: 46rem) {
  main, header, footer { padding-left: .8rem; padding-right: .8rem; }
  .environment { padding: .8rem; }
  .sides { grid-template-columns: 1fr; }
  .filter { position: static; }
  input[type=search] { width: 100%; }
  .gauge { width: 6rem; }
}
@media print {
  :root { color-scheme: light; }
  body { background: #fff; font-size: 11px; }
  .filter, button, .skip { display: none !important; }
  .environment { border: 0; padding: 0; break-before: auto; }
  .many .group { content-visibility: visible; }
  article, .plan > li, tr { break-inside: avoid; }
  .scroll, .diagram { overflow: visible; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
