import { type Markup, markup } from '../../lib/report/markup.ts';

/** The widget's style sheet: everything below one class, since the console's own page is around it. */
export const widgetStyle: Markup = markup`
.driftline { --line: #d5dae1; --text: #16191f; --quiet: #545b64; --head: #f2f3f3; --good: #12682f; --bad: #a81919; --doubt: #7a4b00; --bad-back: #fdeaea; --doubt-back: #fdf1d8; --code-back: #f2f3f3; --bar: #c2560c; color: var(--text); font-size: 14px; line-height: 1.45; }
.driftline.dark { --line: #414d5c; --text: #e9ebed; --quiet: #a8b2bf; --head: #1f2a38; --good: #6bd08c; --bad: #ff9a94; --doubt: #f2c063; --bad-back: #3a1718; --doubt-back: #35280f; --code-back: #0f1b2a; --bar: #e98a45; }
.driftline table { border-collapse: collapse; min-width: 100%; }
.driftline th, .driftline td { border: 1px solid var(--line); padding: 4px 8px; text-align: left; vertical-align: top; background: transparent; color: var(--text); }
.driftline thead th { background: var(--head); }
.driftline .scroll, .driftline .diagram { overflow-x: auto; }
.driftline td.critical, .driftline td.high { background: var(--bad-back); }
.driftline td.medium, .driftline td.low, .driftline td.unseen { background: var(--doubt-back); }
.driftline .code, .driftline pre, .driftline code { font-family: Menlo, Consolas, monospace; font-size: 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
.driftline pre { background: var(--code-back); color: var(--text); padding: 6px 8px; margin: 0; }
.driftline .quiet { color: var(--quiet); } .driftline .good { color: var(--good); } .driftline .bad { color: var(--bad); } .driftline .doubt { color: var(--doubt); }
.driftline .badge { border: 1px solid; border-radius: 999px; padding: 0 6px; font-size: 12px; font-weight: 700; white-space: nowrap; }
.driftline .banner { border-left: 5px solid var(--doubt); background: var(--doubt-back); padding: 6px 10px; margin: 6px 0; }
.driftline .banner.inSync { border-color: var(--good); background: transparent; } .driftline .banner.drift { border-color: var(--bad); background: var(--bad-back); }
.driftline .sides { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; } .driftline .sides > div { min-width: 0; }
.driftline .label { font-size: 12px; color: var(--quiet); }
.driftline ins, .driftline del { text-decoration: none; font-weight: 700; } .driftline ins { color: var(--good); } .driftline del { color: var(--bad); }
.driftline article { border-top: 1px solid var(--line); padding: 6px 0; } .driftline h4 { margin: 0; display: inline; }
.driftline .gauge { width: 120px; height: 12px; } .driftline .track { fill: var(--code-back); } .driftline .bar { fill: var(--bar); }
.driftline .plan { list-style: none; padding: 0; } .driftline .hazard { border-left: 4px solid var(--bad); padding-left: 8px; }
.driftline .diagram text { fill: var(--text); font: 12px Menlo, Consolas, monospace; } .driftline .box, .driftline .head { fill: var(--code-back); stroke: var(--quiet); } .driftline .link { fill: none; stroke: var(--quiet); } .driftline .tip { fill: var(--quiet); }
.driftline .missing { stroke: var(--good); } .driftline .unexpected { stroke: var(--bad); } .driftline .modified { stroke: var(--doubt); }
.driftline .actions { margin: 6px 0; } .driftline .scroll { margin: 8px 0; } .driftline .time, .driftline .btn { white-space: nowrap; }
`;
