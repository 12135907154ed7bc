import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { severities } from '../diff/severity.ts';
import type { IncidentSpan } from './history.ts';
import { environmentCard, environmentSection } from './html/environment-view.ts';
import { driftMatrix, linkInPage, matrixLegend } from './html/matrix.ts';
import { type EnvironmentView, viewEnvironments } from './html/page-model.ts';
import { pageScript } from './html/page-script.ts';
import { pageStyle } from './html/page-style.ts';
import { timeline } from './html/timeline.ts';
import { type Markup, markup, markupText } from './markup.ts';
import type { CheckReport } from './run-report.ts';
import { isAllGood, standing } from './unseen.ts';
import { count, duration, moment } from './words.ts';

/** What a page says besides the check. */
export interface HtmlOptions {
  /** When drifts came and went. @default nothing is known */
  readonly history?: readonly IncidentSpan[];
}

/**
 * Writes a check as one HTML page that needs nothing else: no network, no other file. Its policy lets only its own style
 * and script run, by their hashes, and nothing load. Everything from a database is escaped by {@link markup}.
 */
export function renderHtml(report: CheckReport, { history = [] }: HtmlOptions = {}): string {
  const views = viewEnvironments(report);
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(pageStyle)}'`,
    `script-src '${hashOf(pageScript)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return markupText(markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Driftline: ${standing(report)}</title>
<style>${pageStyle}</style>
</head>
<body${isLong(report) && markup` class="many"`}>
<a class="skip" href="#main">Skip to the report</a>
<header><h1>Driftline</h1><p class="quiet">${count(report.environments.length, 'environment')} checked at ${moment(report.startedAt)} in ${duration(report.tookMs)}</p>
${banner(report)}</header>
<main id="main">
<ul class="cards">${views.map(environmentCard)}</ul>
${filterForm(views)}
${views.some(({ groups }) => groups.length > 0) && markup`<section aria-labelledby="matrix"><h3 id="matrix">Where</h3>${driftMatrix(views, linkInPage)}${matrixLegend}</section>`}
${timeline(history, report.startedAt)}
${views.filter((view) => view.hasSection).map((view) => environmentSection(view, history))}
</main>
<footer><p>Made by Driftline. What could not be seen is said, and never counted as in sync.</p></footer>
<div id="said" role="status" class="skip"></div>
<script>${pageScript}</script>
</body>
</html>
`);
}

/** What is far below is then only drawn when it comes into sight. */
function isLong({ environments }: CheckReport): boolean {
  return environments.reduce((sum, run) => sum + run.drifts.length, 0) > 200;
}

/** The policy's name for a style or script: https://www.w3.org/TR/CSP3/#source-list-syntax */
function hashOf(content: Markup): string {
  return `sha256-${btoa(String.fromCharCode(...sha256(utf8ToBytes(markupText(content)))))}`;
}

function banner(report: CheckReport): Markup {
  if (isAllGood(report)) {
    return markup`<div class="banner inSync"><strong>✓ Every environment is as its migrations promise</strong>Everything that was to be checked was seen.</div>`;
  }
  const views = viewEnvironments(report);
  const blind = views.filter(({ unseen }) => unseen.length > 0);
  const drifts = report.environments.reduce((sum, run) => sum + run.drifts.length, 0);
  const found = drifts === 0 ? 'No drift was seen' : `${count(drifts, 'drift')} found`;
  const style = blind.length > 0 || report.outcome === 'unknown' ? 'unknown' : report.outcome;
  const mark = drifts > 0 ? '✗' : '?';
  return markup`<div class="banner ${style}"><strong>${mark} ${found}: ${standing(report)}</strong>${
    report.environments.length === 0
      ? 'Nothing was checked.'
      : blind.length > 0 &&
        `Not everything could be seen in ${count(blind.length, 'environment')}. What is not listed there is not proved to be well.`
  }</div>`;
}

/** Script reveals it: without one it would do nothing. */
function filterForm(views: readonly EnvironmentView[]): Markup | false {
  const drifted = views.filter(({ groups }) => groups.length > 0);
  if (drifted.length === 0) return false;
  return markup`<form id="filter" class="filter" role="search" aria-label="Filter drifts" hidden>
<label>Filter <input type="search" name="text" placeholder="name, type, value …  ( / )" autocomplete="off"></label>
<fieldset><legend>Severity</legend>${severities.map((severity) => markup`<label><input type="checkbox" value="${severity}" checked> ${severity}</label>`)}</fieldset>
${views.length > 1 && markup`<label>Environment <select name="environment"><option value="">all</option>${views.map(({ run }) => markup`<option>${run.environment}</option>`)}</select></label>`}
<button type="reset">Reset</button> <span id="found" class="quiet" aria-live="polite"></span></form>`;
}
