import { type AwsService, awsError } from './server.ts';

/** An S3 that keeps what is put into it: objects by `/bucket/key`, with their headers. */
export function makeS3Service(): {
  service: AwsService;
  objects: Map<string, { readonly body: Buffer; readonly headers: Readonly<Record<string, unknown>> }>;
} {
  const objects = new Map<string, { body: Buffer; headers: Readonly<Record<string, unknown>> }>();
  const service: AwsService = ({ action, path, body, headers }) => {
    const name = decodeURIComponent(path.replace(/\?.*/, ''));
    if (action === 'GET') {
      const found = objects.get(name);
      return found
        ? { status: 200, body: found.body }
        : { ...awsError('NoSuchKey', 'The key does not exist.'), status: 404 };
    }
    if (action !== 'PUT') return { status: 405 };
    objects.set(name, { body, headers });
    return { status: 200, headers: { etag: '"0"' } };
  };
  return { service, objects };
}
