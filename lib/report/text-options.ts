import { colored, type Palette, uncolored } from './palette.ts';

/** How text for people is shown. */
export interface TextOptions {
  /** Colour only repeats what words and marks say. */
  readonly color: boolean;
  /** Columns of the terminal. Fewer than 40 are taken as 40, more than 120 as 120: longer lines are hard to read. */
  readonly width: number;
  /**
   * `whole`: every statement of a plan in full, and each that a repair ran. `brief`: one line for each that is safe,
   * and what a repair ran is only counted; statements that wait for a person are shown in full all the same.
   *
   * @default 'whole'
   */
  readonly plan?: PlanDetail;
}

export type PlanDetail = 'whole' | 'brief';

/** The palette that the options ask for. */
export function paletteFor({ color }: TextOptions): Palette {
  return color ? colored : uncolored;
}

/** The columns to fill. */
export function columnsFor({ width }: TextOptions): number {
  return Math.min(120, Math.max(40, Math.floor(width)));
}
