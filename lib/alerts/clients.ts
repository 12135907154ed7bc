import type { SendDeps } from './send.ts';

/**
 * Makes clients that try once: they would repeat by themselves what may have been done already.
 *
 * @param timeoutMs for one request
 * @param variables the environment variables to find region, endpoint and credentials by, where they are not the process's
 */
export function alertClients(
  timeoutMs: number,
  variables: { readonly [name: string]: string | undefined } = {},
): Pick<SendDeps, 'sns' | 'eventBridge'> {
  const settingsFor = (region: string | undefined, service: string) => {
    const endpoint = variables[`AWS_ENDPOINT_URL_${service}`] ?? variables.AWS_ENDPOINT_URL;
    const known = region ?? variables.AWS_REGION ?? variables.AWS_DEFAULT_REGION;
    const { AWS_PROFILE: profile, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = variables;
    const sessionToken = variables.AWS_SESSION_TOKEN;
    return {
      maxAttempts: 1,
      requestHandler: { connectionTimeout: timeoutMs, requestTimeout: timeoutMs, throwOnRequestTimeout: true },
      ...(known ? { region: known } : {}),
      ...(endpoint ? { endpoint } : {}),
      ...(profile ? { profile } : {}),
      ...(!profile && accessKeyId && secretAccessKey
        ? { credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } }
        : {}),
    };
  };
  return {
    sns: async (region) => {
      const { SNSClient } = await import('@aws-sdk/client-sns');
      return new SNSClient(settingsFor(region, 'SNS'));
    },
    eventBridge: async (region) => {
      const { EventBridgeClient } = await import('@aws-sdk/client-eventbridge');
      return new EventBridgeClient(settingsFor(region, 'EVENTBRIDGE'));
    },
  };
}
