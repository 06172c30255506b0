import type { Dirent } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders and files that hold no data of a person: hidden ones (`.git`, `.latent-lens`, …) and packages. */
export function isPassedOver(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules' || name === '__pycache__' || name === '__MACOSX';
}

/** A file or a folder, also at the end of a link; null for devices, pipes and links to nowhere. */
export async function kindOf(entry: Dirent, folder: string): Promise<'file' | 'folder' | null> {
  const status = entry.isSymbolicLink() ? await stat(join(folder, entry.name)).catch(() => null) : entry;
  return status?.isDirectory() ? 'folder' : status?.isFile() ? 'file' : null;
}
