import { type AwsCall, type AwsService, awsError } from './server.ts';

/** A secret as the service keeps it. Change `text` to rotate it. */
export interface KeptSecret {
  text: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A Secrets Manager that gives and lists the secrets of a map, which may change at any time. */
export function makeSecretsService(secrets: ReadonlyMap<string, KeptSecret>): AwsService {
  const arnOf = (name: string) => `arn:aws:secretsmanager:eu-central-1:111111111111:secret:${name}-AbCdEf`;
  const find = (id: string) => [...secrets].find(([name]) => name === id || arnOf(name) === id);
  return ({ action, body }: AwsCall) => {
    const input = JSON.parse(body.toString());
    if (action === 'ListSecrets') {
      const wanted: readonly string[] = input.Filters?.[0]?.Values ?? [];
      const list = [...secrets]
        .filter(([, { tags = {} }]) => Object.keys(tags).some((tag) => wanted.some((it) => tag.startsWith(it))))
        .map(([name, { tags = {} }]) => ({
          Name: name,
          ARN: arnOf(name),
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        }));
      const from = Number(input.NextToken ?? 0);
      const isMore = from + 2 < list.length;
      return {
        status: 200,
        body: { SecretList: list.slice(from, from + 2), ...(isMore && { NextToken: `${from + 2}` }) },
      };
    }
    if (action !== 'GetSecretValue') return undefined;
    const found = find(input.SecretId);
    if (found === undefined) {
      return awsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    }
    const [name, { text }] = found;
    return { status: 200, body: { ARN: arnOf(name), Name: name, SecretString: text, VersionStages: ['AWSCURRENT'] } };
  };
}
