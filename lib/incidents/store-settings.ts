/** The attributes of the state table's items. */
export const itemAttributes = {
  partition: 'pk',
  sort: 'sk',
  /** Seconds since 1970: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html */
  expiry: 'expiresAt',
  kind: 'kind',
  version: 'version',
  /** The document, as JSON text. */
  value: 'value',
} as const;
