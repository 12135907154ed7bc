/**
 * What of a catalog is read and compared only for those who ask: an attribute of any object that can have it
 * (`comment`, `owner`, `grants`), and for grants the objects of the kind `default-privilege` besides.
 */
export const extras = ['comments', 'grants', 'owners'] as const;

export type Extra = (typeof extras)[number];
