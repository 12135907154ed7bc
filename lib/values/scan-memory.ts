import type { Json } from '../catalog/snapshot.ts';

/** What a rolling scan keeps between runs: plain JSON that only the engine which wrote it reads. */
export type ScanMemory = { readonly [key: string]: Json };
