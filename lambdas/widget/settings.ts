/** The function's environment variables. */
export const variables = {
  table: 'DRIFTLINE_TABLE',
  bucket: 'DRIFTLINE_REPORTS',
} as const;

/** A function that checks, as a widget offers it. */
export interface CheckTarget {
  /** The ARN that a button calls, under the rights of whoever presses it. */
  readonly endpoint: string;
  /** What people call its environments together; absent where there is only one function. */
  readonly group?: string;
}

/** What the dashboard passes to the function. */
export interface WidgetParameters {
  readonly checks: readonly CheckTarget[];
  /** Whether there is a button that repairs what is safe. */
  readonly mayRepair: boolean;
}
