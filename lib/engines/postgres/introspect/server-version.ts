import type { CatalogPart } from './catalog-part.ts';

export interface ServerRow {
  readonly version: string;
}

/** Which PostgreSQL answers. */
export const serverPart: CatalogPart<ServerRow> = {
  fields: { version: `current_setting('server_version')` },
  from: '',
};
