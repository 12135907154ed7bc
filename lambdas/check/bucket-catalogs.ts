import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type KeptCatalogs, packCatalog, unpackCatalog } from '../../lib/run/kept-catalogs.ts';
import { catalogPrefix } from './settings.ts';

/** Reading a catalog anew takes less than to wait for longer. */
const patienceMs = 2000;

/**
 * Keeps catalogs in the bucket of reports, under a prefix of their own, for functions that start anew every hour. They can
 * be read again: so nothing is thrown when the bucket does not answer.
 */
export function makeBucketCatalogs(client: S3Client, bucket: string): KeptCatalogs {
  const placeOf = (key: string) => ({ Bucket: bucket, Key: `${catalogPrefix}${key}.json.gz` });
  const inTime = () => ({ abortSignal: AbortSignal.timeout(patienceMs) });
  return {
    recall: async (key) => {
      try {
        const { Body } = await client.send(new GetObjectCommand(placeOf(key)), inTime());
        return Body && (await unpackCatalog(await Body.transformToByteArray()));
      } catch {
        // Where nothing is kept yet, S3 refuses those who may not list, instead of saying so.
        return undefined;
      }
    },
    keep: async (key, catalog) => {
      try {
        const Body = await packCatalog(catalog);
        await client.send(new PutObjectCommand({ ...placeOf(key), Body, ContentType: 'application/gzip' }), inTime());
      } catch {
        // The next run reads it all, which costs time and loses nothing.
      }
    },
  };
}
