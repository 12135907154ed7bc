/** Work that must come to its end before the process does: removing what was made on somebody else's server. */
const underWay = new Set<Promise<unknown>>();

/** Lets {@link cleanupsDone} wait for some work. Its failure is its owner's to tell. */
export function keepAliveFor<T>(work: Promise<T>): Promise<T> {
  const settled = work.catch(() => undefined).finally(() => underWay.delete(settled));
  underWay.add(settled);
  return work;
}

/** Resolves when all such work has ended. */
export async function cleanupsDone(): Promise<void> {
  while (underWay.size > 0) await Promise.all(underWay);
}
