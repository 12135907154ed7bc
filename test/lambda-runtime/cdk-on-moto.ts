import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where and as whom everything is deployed. */
export const region = 'eu-central-1';
export const account = '123456789012';
export const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };

/** The CDK's own command line, with AWS where moto is. */
export async function runCdk(endpoint: string, out: string, ...args: readonly string[]): Promise<void> {
  await promisify(execFile)(
    process.execPath,
    [join(root, 'node_modules/aws-cdk/bin/cdk'), ...args, '--app', `${process.execPath} bin/app.ts`, '--output', out],
    {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        HOME: out,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_ENDPOINT_URL: endpoint,
        // Where CloudFormation is to fetch the template: it takes no other address than S3's own.
        AWS_ENDPOINT_URL_S3_FOR_CLOUDFORMATION: `https://s3.${region}.amazonaws.com`,
        CDK_DISABLE_CLI_TELEMETRY: 'true',
      },
    },
  );
}
