import type { CatalogDelta } from '../catalog/catalog-delta.ts';
import type { Extra } from '../catalog/extras.ts';
import type { ObjectId } from '../catalog/object-id.ts';
import type { CatalogSnapshot, Json } from '../catalog/snapshot.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Drift } from '../diff/drift.ts';
import type { Rule } from '../plan/rule.ts';
import type { ScriptDialect } from '../plan/script-dialect.ts';
import type { SourcePlace } from '../source-place.ts';
import type { ScanMemory } from '../values/scan-memory.ts';
import type { SuggestedValues } from '../values/suggested-values.ts';
import type { DerivedValues, ValueCheck, ValueObservation } from '../values/value-check.ts';
import type { Repair } from './repair.ts';

/**
 * One kind of database. Everything outside `engines/` works through this interface and never asks which engine it is.
 */
export interface Engine {
  /** The word in snapshots and configurations: `postgresql`. */
  readonly name: string;
  /** The schema of names that are written without one: `public`. */
  readonly defaultSchema: string;
  /** Makes the same of two names that the engine takes for one; absent: names are told apart letter by letter. */
  readonly foldName?: (name: string) => string;
  /** Whether a connection URL is this engine's, by its scheme alone; for an engine of files also a path, by its ending. */
  readonly ownsUrl: (url: string) => boolean;
  /**
   * Opens one connection.
   *
   * @throws DriftlineError `invalid-url`, `host-not-found`, `connection-refused`, `connect-timeout`,
   * `authentication-failed`, `database-not-found`, `tls-refused`, `tls-untrusted`, `certificate-unreadable`,
   * `server-unavailable`, `unsupported-server`, and `connection-failed` for the rest: never with a password in it
   */
  readonly connect: (source: ConnectionSource, options: ConnectOptions) => Promise<Session>;
  /**
   * Runs migrations in an embedded database, in the order given, and introspects what they made.
   *
   * @throws DriftlineError `migration-failed` (file, line, column, SQLSTATE and the text with a caret in the message),
   * `migrations-timed-out`, `migrations-empty`
   */
  readonly compile: (files: readonly SourceFile[], options: CompileOptions) => Promise<Compilation>;
  /**
   * Settles which `modified` drifts are only two spellings of one definition. Costs nothing when no drift is a text
   * that the engine can spell in two ways.
   */
  readonly settle: (
    drifts: readonly Drift[],
    expected: CatalogSnapshot,
    actual: CatalogSnapshot,
    /** Asked before anything is settled anew, told of what was. */
    spellings?: SpellingMemory,
  ) => Promise<Settlement>;
  /** What the constraints and types of an expected catalog let its columns hold. */
  readonly deriveValues: (expected: CatalogSnapshot) => Promise<readonly DerivedValues[]>;
  /** How to mend each object kind. */
  readonly rules: readonly Rule[];
  /** How a plan is written for people to run. */
  readonly script: ScriptDialect;
  /** Columns that look as if they may hold only certain values, from statistics; absent: the engine keeps none. */
  readonly suggestValues?: (session: Session) => Promise<readonly SuggestedValues[]>;
  /** SQL that makes a role with the rights that checks need; absent: the engine knows no roles. */
  readonly watcherRole?: (request: WatcherRoleRequest) => string;
}

/** What a role must be able to read. */
export interface WatcherRoleRequest extends Pick<ServerFacts, 'database'> {
  readonly role: string;
  readonly columns: readonly ObjectId[];
  readonly tables: readonly ObjectId[];
}

/** Where a database is and who to be there, before an engine has read it. */
export interface ConnectionSource {
  /** A connection URL in any spelling that the engine owns. May hold a password. */
  readonly url: string;
  readonly tls?: TlsSetting;
  /** Absolute: the folder that a relative path in the URL starts from. @default the working folder */
  readonly baseDir?: string;
}

/** `verify`: the certificate must be trusted and name the host. `no-verify`: encrypted only. `off`: plain text. */
export interface TlsSetting {
  readonly mode: 'verify' | 'no-verify' | 'off';
  /** PEM text of the certificate authorities to trust besides the system's. */
  readonly ca?: string;
}

export interface ConnectOptions {
  readonly connectTimeoutMs: number;
  /** Longest wait for a lock while reading the catalog. */
  readonly lockTimeoutMs: number;
  /** Longest time for any one query. */
  readonly statementTimeoutMs: number;
  /** Shown to the database's administrators as the application's name. */
  readonly applicationName: string;
  /** What of the catalog is only read for those who ask. @default nothing */
  readonly extras?: readonly Extra[];
}

export interface SourceFile {
  /** As people would name it, relative to where they stand. */
  readonly path: string;
  readonly text: string;
}

export interface CompileOptions {
  /** The whole compilation is killed after this time. */
  readonly timeoutMs: number;
  /** Objects that exist before the first file runs. */
  readonly base?: CatalogSnapshot;
  /** What of the catalog is only read for those who ask. @default nothing */
  readonly extras?: readonly Extra[];
  /** After how many files the catalog is to be looked at as well: what a database has that stands there. */
  readonly stages?: readonly number[];
  /** A server to compile on instead of the embedded database, in a database that is made for this and removed again. */
  readonly server?: ConnectionSource;
  /** Ends a compilation on a server. */
  readonly signal?: AbortSignal;
}

export interface Compilation {
  readonly snapshot: CatalogSnapshot;
  /** How the catalog differed from what it became, for each of the stages that were asked for; absent: not looked at. */
  readonly stages?: readonly CatalogDelta[];
  /** Where the files promise each object, as far as they name it. */
  readonly places?: { readonly [id: ObjectId]: SourcePlace };
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether two texts are two spellings of one definition. */
export type SpellingVerdict = 'same' | 'different';

/** Remembers verdicts on spellings beyond this process, by a key that names everything they depend on. May fail. */
export interface SpellingMemory {
  readonly recall: (key: string) => Promise<SpellingVerdict | undefined>;
  readonly remember: (verdicts: ReadonlyMap<string, SpellingVerdict>) => Promise<void>;
}

export interface Settlement {
  /** Fingerprints of the drifts that are no drift. */
  readonly settled: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a server says of itself and of us. */
export interface ServerFacts {
  readonly version: string;
  readonly database: string;
  readonly user: string;
  /** Host and port as connected to, or the file's path: no credentials. */
  readonly address: string;
  readonly encrypted: boolean;
  /** A standby, or a database that refuses writes. */
  readonly isReadOnly: boolean;
  /** What our role may and may not do, one fact a line, for `doctor`. */
  readonly rights: readonly string[];
}

export interface Introspection {
  readonly snapshot: CatalogSnapshot;
  /** Objects seen but not modelled, catalogs that could not be read. */
  readonly diagnostics: readonly Diagnostic[];
  /**
   * Names the state of all that was read, to be held against a later one. Absent: nobody asked, the engine has no such
   * thing, or there can be none at this moment.
   */
  readonly mark?: string;
}

export interface IntrospectRequest {
  /** Also what objects need of each other, which checks do not need and snapshots that others build on do. */
  readonly withDependencies?: boolean;
  /** What is only read for those who ask, instead of what the connection asked for. */
  readonly extras?: readonly Extra[];
  /** Longest wait for a lock, instead of the connection's; then it is tried only once. */
  readonly lockTimeoutMs?: number;
  /** Also the mark, which costs the server about a tenth more. */
  readonly isMarked?: boolean;
  /**
   * What an earlier introspection with the same request found, also in another session: given back itself when its mark
   * proves that the catalog is unchanged. What is still being fetched is awaited beside the server's answer. Not looked at
   * inside {@link Repair.begin}.
   */
  readonly earlier?: Introspection | Promise<Introspection | undefined>;
}

/** One open connection to one database. Not for concurrent use. */
export interface Session {
  readonly server: ServerFacts;
  /**
   * Reads the whole catalog, read only, in one round trip. Inside {@link Repair.begin} it sees the transaction's work.
   *
   * @throws DriftlineError `catalog-locked` when a lock could not be had in time after retries, `catalog-timeout`,
   * `connection-lost`
   */
  readonly introspect: (request?: IntrospectRequest) => Promise<Introspection>;
  /** Looks at the values of one column, by the cheapest method that proves the most. Never throws for a slow table. */
  readonly observeValues: (
    check: ValueCheck,
    introspection: Introspection,
    /** What the last observation of this column left for the next. */
    memory?: ScanMemory,
  ) => Promise<ValueObservation>;
  /** Runs one query in a read-only transaction. */
  readonly query: (sql: string) => Promise<readonly { readonly [column: string]: Json }[]>;
  /** What tables occupy on disk at this moment, in bytes; without those that are gone. */
  readonly tableBytes: (tables: readonly ObjectId[]) => Promise<{ readonly [table: ObjectId]: number }>;
  /** The advisory locks that others hold on this database now; empty for an engine without such locks. */
  readonly advisoryLocks: () => Promise<readonly AdvisoryLock[]>;
  readonly repair: Repair;
  readonly close: () => Promise<void>;
}

/** A lock on nothing but a number, by which programs agree who may go on: migration tools, above all. */
export interface AdvisoryLock {
  readonly key: bigint;
  /** Who holds it, as far as the server says: `process 4711, role deploy, flyway`. Hostile text. */
  readonly holder: string;
}
