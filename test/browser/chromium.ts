import { createRequire } from 'node:module';

/** The part of a page of Playwright that the tests use. The package is not there where types are checked. */
export interface Page {
  readonly goto: (url: string) => Promise<unknown>;
  readonly setContent: (html: string) => Promise<void>;
  /** Runs JavaScript in the page and answers with its value. */
  readonly evaluate: <T>(script: string) => Promise<T>;
  readonly locator: (selector: string) => Locator;
  readonly keyboard: { readonly press: (key: string) => Promise<void>; readonly type: (text: string) => Promise<void> };
  readonly emulateMedia: (media: { readonly media: 'print' | 'screen' }) => Promise<void>;
  readonly pdf: () => Promise<Buffer>;
  readonly screenshot: (options: { readonly path?: string; readonly fullPage?: boolean }) => Promise<Buffer>;
  readonly on: (
    event: string,
    listener: (about: { readonly url: () => string; readonly text: () => string }) => void,
  ) => void;
}

export interface Locator {
  readonly count: () => Promise<number>;
  readonly click: () => Promise<void>;
  readonly fill: (text: string) => Promise<void>;
  readonly selectOption: (value: string) => Promise<unknown>;
  readonly uncheck: () => Promise<void>;
  readonly textContent: () => Promise<string | null>;
  readonly allTextContents: () => Promise<readonly string[]>;
  readonly isVisible: () => Promise<boolean>;
  readonly first: () => Locator;
}

interface Context {
  readonly newPage: () => Promise<Page>;
  readonly grantPermissions: (names: readonly string[]) => Promise<void>;
}

/** A Chromium that runs. */
export interface Chromium {
  readonly newContext: (options: {
    readonly viewport?: { readonly width: number; readonly height: number };
    readonly colorScheme?: 'light' | 'dark';
    readonly offline?: boolean;
  }) => Promise<Context>;
  readonly close: () => Promise<void>;
}

const require = createRequire(import.meta.url);

/** The path of a file of a package that only this folder has. */
export function resolveHere(specifier: string): string {
  return require.resolve(specifier);
}

/** Starts the Chromium that an npm package carries, drawing without a graphics card. */
export async function launchChromium(): Promise<Chromium> {
  const { default: packed } = await import(resolveHere('@sparticuz/chromium'));
  const { chromium } = require(resolveHere('playwright-core'));
  return chromium.launch({
    executablePath: await packed.executablePath(),
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--in-process-gpu',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--ignore-gpu-blocklist',
    ],
  });
}
