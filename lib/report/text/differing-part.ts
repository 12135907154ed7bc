/** Two texts cut into what they share at both ends and what differs between. */
export interface DifferingPart {
  readonly before: string;
  readonly expectedPart: string;
  readonly actualPart: string;
  readonly after: string;
}

/**
 * Finds the part in which two texts differ, widened to whole words so that the eye meets words, not letters:
 * `character varying(20)` and `character varying(50)` differ in `varying(20)` and `varying(50)`.
 */
export function differingPart(expected: string, actual: string): DifferingPart {
  const left = expected.split(/(?<= )/);
  const right = actual.split(/(?<= )/);
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let end = 0;
  while (
    end < left.length - start &&
    end < right.length - start &&
    left[left.length - 1 - end] === right[right.length - 1 - end]
  ) {
    end += 1;
  }
  return {
    before: left.slice(0, start).join(''),
    expectedPart: left.slice(start, left.length - end).join(''),
    actualPart: right.slice(start, right.length - end).join(''),
    after: left.slice(left.length - end).join(''),
  };
}
