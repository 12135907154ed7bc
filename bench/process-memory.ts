import { readdirSync, readFileSync } from 'node:fs';

/** Watches the memory of a process and of all that it starts. */
export interface MemoryWatch {
  /** Ends watching: the peaks of all processes together, in megabytes; NaN where the system does not tell. */
  readonly stop: () => number;
}

/**
 * Watches resident memory as Linux tells it, while the process runs. Processes that did not live at the same time count
 * together all the same, and what peaks between two looks is counted still, since the kernel keeps the peak.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
 */
export function watchMemory(pid: number | undefined): MemoryWatch {
  const peaks = new Map<number, number>();
  const look = () => {
    for (const each of pid === undefined ? [] : familyOf(pid)) {
      const kilobytes = /^VmHWM:\s*(\d+)/m.exec(read(`/proc/${each}/status`))?.[1];
      if (kilobytes !== undefined) peaks.set(each, Number(kilobytes) / 1024);
    }
  };
  const timer = setInterval(look, 10);
  return {
    stop: () => {
      clearInterval(timer);
      return peaks.size === 0 ? Number.NaN : [...peaks.values()].reduce((sum, peak) => sum + peak, 0);
    },
  };
}

/** A process and its descendants. */
function familyOf(pid: number): readonly number[] {
  const children = threadsOf(pid).flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(familyOf)];
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
