import type { Row, SqlArgument } from '../sqlite-database.ts';

/** What the process that holds a database is asked, one at a time. */
export type Request =
  | {
      readonly kind: 'open';
      readonly path: string;
      readonly isReadOnly: boolean;
      readonly busyTimeoutMs: number;
    }
  | { readonly kind: 'query'; readonly sql: string; readonly args: readonly SqlArgument[] }
  | { readonly kind: 'run'; readonly sql: string };

export type Answer =
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'done' }
  | { readonly kind: 'error'; readonly message: string; readonly code: number };
