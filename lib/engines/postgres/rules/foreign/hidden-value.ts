/** What stands in a snapshot for the value of an option that may be a secret and is not read. */
export const hiddenValue = '(not read)';
