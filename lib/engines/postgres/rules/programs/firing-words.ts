import type { Firing } from '../../firing.ts';

/** What ALTER TABLE is told so that a trigger or a rule fires then. */
export const firingWords: { readonly [firing in Firing | 'origin']: string } = {
  origin: 'ENABLE',
  disabled: 'DISABLE',
  replica: 'ENABLE REPLICA',
  always: 'ENABLE ALWAYS',
};
