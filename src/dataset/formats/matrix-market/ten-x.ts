import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { withReader } from '../../bytes/byte-reader';
import { fileFailure } from '../../bytes/failure';

/** The files that lie beside a matrix of 10x Genomics' Cell Ranger, perhaps with a sample's name before each. */
export interface TenX {
  /** One cell a line. */
  readonly barcodes: string;
  /** One gene or other feature a line: id, name, type, divided by tabs. */
  readonly features: string;
}

const matrixName = /^(.*?)matrix\.mtx(\.gz)?$/i;

/** Is it the name of such a matrix? */
export function isTenXMatrix(name: string): boolean {
  return matrixName.test(name);
}

export async function tenXBeside(path: string): Promise<TenX | null> {
  const [, prefix] = matrixName.exec(basename(path)) ?? [];
  if (prefix === undefined) return null;
  const folder = dirname(path);
  const names = await readdir(folder).catch((error: unknown) => {
    throw fileFailure(error, folder);
  });
  const find = (...stems: string[]) =>
    names.find(
      (name) =>
        stems.some((stem) => new RegExp(`^${stem}\\.tsv(\\.gz)?$`, 'i').test(name.slice(prefix.length))) &&
        name.startsWith(prefix),
    );
  const [barcodes, features] = [find('barcodes'), find('features', 'genes')];
  return barcodes && features ? { barcodes: join(folder, barcodes), features: join(folder, features) } : null;
}

/** A cell of each line, or the last there is. */
export async function linesOf(path: string, column: number): Promise<string[]> {
  const text = (await withReader(path, undefined, (reader) => reader.rest())).toString('utf8');
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  return lines.map((line) => {
    const cells = line.split('\t');
    return cells[Math.min(column, cells.length - 1)];
  });
}
