/**
 * Raised when compiling or introspecting changes without the SQL of introspection changing, so that nothing which was kept
 * before is taken for what would be found now.
 */
export const readerVersion = 10;
