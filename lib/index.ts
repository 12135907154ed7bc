/**
 * Driftline as a library: compile an expectation, check environments against it, compare any two catalogs.
 */

export { fingerprintCatalog } from './catalog/fingerprint.ts';
export { formatObjectId, type ObjectId, type ObjectName, parseObjectId } from './catalog/object-id.ts';
export { parseSnapshot } from './catalog/parse-snapshot.ts';
export type { Attributes, CatalogSnapshot, Json } from './catalog/snapshot.ts';
export type { Config, Environment, Expectation } from './config/config.ts';
export { loadConfig } from './config/load.ts';
export type { Diagnostic } from './diagnostic.ts';
export { diffCatalogs } from './diff/diff-catalogs.ts';
export type { Drift, DriftKind } from './diff/drift.ts';
export type { DriftRules } from './diff/find-drifts.ts';
export type { Severity } from './diff/severity.ts';
export { DriftlineError } from './errors.ts';
export type { PlanOptions } from './plan/make-plan.ts';
export type { Plan, RepairPolicy, Statement } from './plan/statement.ts';
export { renderAnnotations } from './report/annotations.ts';
export { historyOf, type IncidentSpan } from './report/history.ts';
export { type HtmlOptions, renderHtml } from './report/html.ts';
export { renderJunit } from './report/junit.ts';
export { renderMarkdown } from './report/markdown.ts';
export type { CheckReport, Outcome, RunReport } from './report/run-report.ts';
export { renderSarif, type SarifOptions } from './report/sarif.ts';
export { findDrifts, planRepair, readCatalog } from './run/catalogs.ts';
export { type CheckAllOptions, checkAll } from './run/check-all.ts';
export { type CheckOptions, checkEnvironment } from './run/check-environment.ts';
export { compileAll } from './run/compile-all.ts';
export { type Deps, realDeps } from './run/deps.ts';
export { type CompiledExpectation, type CompileWorld, compileExpectation } from './run/expectation.ts';
export type { FoundDrifts } from './run/look.ts';
export type { ReadSource } from './run/read-source.ts';
