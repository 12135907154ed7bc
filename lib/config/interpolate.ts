import { DriftlineError } from '../errors.ts';

/** Environment variables by name; those that are not set are absent. */
export type Variables = { readonly [name: string]: string | undefined };

const variable = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Matches texts in which every `${` begins a well-formed `${NAME}`. */
export const variableSyntaxPattern = /^(?:(?!\$\{)[\s\S]|\$\{[A-Za-z_][A-Za-z0-9_]*\})*$/;

/** The part of a URL that spells out `user:password@`. */
const spelledOutCredentials = /^[a-z][a-z0-9+.-]*:\/\/([^/?#:@]*:[^/?#@]*)@/i;

/**
 * Puts environment variables in the place of `${NAME}`.
 *
 * In `scheme://user:password@...` a variable in the user's or the password's place is percent-encoded, so that
 * a password may hold any character; everywhere else the value stands as it is, so that one variable can hold a whole
 * URL or `host:port`.
 *
 * @param at where the template stands, to speak of it: `driftline.yaml:12:10`
 * @throws DriftlineError `env-var-unset` when a variable is not set or empty
 */
export function interpolate(template: string, variables: Variables, at: string): string {
  const credentials = spelledOutCredentials.exec(template);
  const credentialsEnd = credentials ? credentials[0].length : 0;
  return template.replace(variable, (_, name: string, offset: number) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined || value === '') throw unset(name, value, at);
    return offset < credentialsEnd ? encodeURIComponent(value) : value;
  });
}

function unset(name: string, value: string | undefined, at: string): DriftlineError {
  return new DriftlineError(
    'env-var-unset',
    `${at}: the environment variable ${name} is ${value === '' ? 'empty' : 'not set'}`,
    { remedy: `Set ${name}, for example in the file .env beside the configuration.` },
  );
}

/**
 * Whether a URL holds a password that is written out rather than taken from a variable. Also true for one in the
 * query (`?password=`, which libpq allows, `?authToken=` of libSQL).
 */
export function hasLiteralPassword(template: string): boolean {
  const inAuthority = /^[a-z][a-z0-9+.-]*:\/\/[^/?#:@]*:([^/?#]*)@/i.exec(template)?.[1];
  const inQuery = /[?&](?:password|authToken)=([^&#]*)/i.exec(template)?.[1];
  return [inAuthority, inQuery].some((password) => password !== undefined && password.replace(variable, '') !== '');
}
