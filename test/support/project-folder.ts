import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of files that exists for one test. */
export interface ProjectFolder extends AsyncDisposable {
  readonly path: string;
  readonly write: (files: { readonly [path: string]: string }) => Promise<void>;
}

/** Makes a folder with these files in it. */
export async function createProjectFolder(files: { readonly [path: string]: string } = {}): Promise<ProjectFolder> {
  const path = await mkdtemp(join(tmpdir(), 'driftline-project-'));
  const write: ProjectFolder['write'] = async (added) => {
    for (const [name, text] of Object.entries(added)) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), text);
    }
  };
  await write(files);
  return { path, write, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
