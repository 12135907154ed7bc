import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { CatalogSnapshot } from './snapshot.ts';

/** Names a text by its content: the first 16 hexadecimal digits of its SHA-256, the same on every machine. */
export function fingerprintText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 16);
}

/**
 * Names a catalog by its objects. Two databases with equal objects share it whatever server they run on; any
 * difference in an attribute changes it.
 */
export function fingerprintCatalog(snapshot: CatalogSnapshot): string {
  return fingerprintText(JSON.stringify([snapshot.formatVersion, snapshot.engine, snapshot.objects]));
}
