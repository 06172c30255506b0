import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What is looked through at most: a workspace may be a whole disk. */
const limits = { folders: 2000, files: 50 };
const ending = '.latent.json';

/** The configurations below a folder, by their ways from there, the nearest first. Hidden folders and those of packages are passed over. */
export async function configurationsIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  const folders = [''];
  for (let looked = 0; looked < folders.length && looked < limits.folders && found.length < limits.files; looked++) {
    const way = folders[looked];
    const entries = await readdir(join(folder, way), { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => a.name.localeCompare(b.name))) {
      const { name } = entry;
      const own = way === '' ? name : `${way}/${name}`;
      if (entry.isFile() && name.endsWith(ending)) found.push(own);
      else if (entry.isDirectory() && !name.startsWith('.') && name !== 'node_modules') folders.push(own);
    }
  }
  return found.slice(0, limits.files);
}
