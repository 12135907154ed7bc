import type { SourceFile } from '../engines/engine.ts';

/** One step of a folder of migrations, in the order in which the tool runs them. */
export interface Migration {
  /** What it runs; absent where its SQL stands elsewhere (an Alembic revision) or is part of a dump. */
  readonly file?: SourceFile;
  /** How the tool names it; absent for SQL that no tool keeps account of. */
  readonly revision?: Revision;
}

/** One migration as its tool knows it. */
export interface Revision {
  /** What the tool's table holds. */
  readonly id: string;
  /** What people call it; often the same. */
  readonly name: string;
  /** What the tool keeps of its content, in every form that counts as unchanged; absent: it keeps nothing. */
  readonly checksums?: readonly string[];
  /** The ids that it comes after, for a tool whose migrations may branch. */
  readonly after?: readonly string[];
  /** Runs again whenever its content changes (Flyway's `R__`). */
  readonly isRepeatable?: true;
}

/** A file below a folder of migrations. */
export interface FolderFile extends SourceFile {
  /** Its path from the folder, with slashes: `20240101_init/migration.sql`. */
  readonly name: string;
  /** Its bytes as they are, for checksums; empty where only its name matters. */
  readonly bytes: Uint8Array;
}

/** A folder of migrations, or one file of SQL, read into memory. */
export interface MigrationFolder {
  /** As people name it. */
  readonly path: string;
  readonly isFile: boolean;
  /** Everything below it that is not hidden, in the natural order of names; a file is a folder of itself alone. */
  readonly files: readonly FolderFile[];
  /** The texts of manifests in the folders around it, by name: `Cargo.toml`, `package.json`, `go.mod`. */
  readonly around: { readonly [name: string]: string };
}

/** Knows how one migration tool lays out its folder. Pure: everything has been read before. */
export interface MigrationReader {
  /** The word in the configuration: `flyway`. */
  readonly name: MigrationReaderName;
  /** What people call it: `Flyway`. */
  readonly title: string;
  /** Whether the folder bears the marks of this tool. */
  readonly recognises: (folder: MigrationFolder) => boolean;
  /** Whether the project around it uses this tool and the folder may be its: counts where it bears no marks. */
  readonly suits?: (folder: MigrationFolder) => boolean;
  /**
   * The migrations in the tool's order, without what undoes them.
   *
   * @throws DriftlineError `invalid-migration`, with file and line
   */
  readonly read: (folder: MigrationFolder) => readonly Migration[];
}

/** The words for `tool` in the configuration, in the order in which messages list them. `sql`: files by name. */
export const migrationReaderNames = [
  'sql',
  'alembic',
  'dbmate',
  'diesel',
  'drizzle',
  'flyway',
  'golang-migrate',
  'goose',
  'liquibase',
  'node-pg-migrate',
  'pg_dump',
  'prisma',
  'rails',
  'sqitch',
  'sqlx',
  'supabase',
] as const;

export type MigrationReaderName = (typeof migrationReaderNames)[number];
