/** When a trigger or a rule fires; absent: in every session that is no replica's. */
export type Firing = 'disabled' | 'replica' | 'always';
