import { paginateListSecrets, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Environment } from '../../lib/config/config.ts';
import { defaults } from '../../lib/config/defaults.ts';

/**
 * Finds the environments whose secrets carry a tag: the secret's name is the environment's, the tag's value names the
 * expectation. A database that is added this way needs no deploy. Nothing is ever repaired in one, since no owner has
 * said so in the configuration.
 *
 * See https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_search-secret.html
 */
export async function discoverEnvironments(
  client: SecretsManagerClient,
  tag: string,
): Promise<{ readonly [name: string]: Environment }> {
  const found: { [name: string]: Environment } = {};
  const query = { Filters: [{ Key: 'tag-key' as const, Values: [tag] }], MaxResults: 100 };
  for await (const page of paginateListSecrets({ client }, query)) {
    for (const { Name: name, ARN: arn, Tags: tags } of page.SecretList ?? []) {
      // The filter matches beginnings too: driftline:expectation also finds driftline:expectations.
      const expectation = tags?.find(({ Key }) => Key === tag)?.Value;
      if (name === undefined || arn === undefined || expectation === undefined) continue;
      found[name] = {
        name,
        expectation,
        connection: { kind: 'secret', secretId: arn, at: `tag ${tag}` },
        repair: 'plan',
        connectTimeoutMs: defaults.connectTimeoutMs,
        lockTimeoutMs: defaults.lockTimeoutMs,
        statementTimeoutMs: defaults.statementTimeoutMs,
      };
    }
  }
  return found;
}
