import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { exists, isWithin, placesOf } from '../data-path';
import { configurationOf } from '../host/run-configuration';
import { listRuns, type RunEntry } from '../host/run-listing';
import type { DataConfig } from '../protocol/config';
import { UserError } from '../protocol/errors';
import { nearestName } from '../protocol/nearest-name';

/** The folders that tools reach, and nothing else. */
export class Workspace {
  /**
   * @param folders Absolute. Relative paths start at the first.
   * @param runsFolders Where runs are kept; they may lie elsewhere, for a person chose them.
   */
  constructor(
    readonly folders: readonly string[],
    readonly runsFolders: readonly string[],
  ) {}

  /** The absolute path of what is inside, wherever links lead. @throws UserError tool.outside */
  async inside(path: string): Promise<string> {
    const place = resolve(this.folders[0] ?? '.', path);
    const real = await realPlace(place);
    const allowed = await Promise.all([...this.folders, ...this.runsFolders].map(realPlace));
    if (allowed.some((folder) => isWithin(folder, real))) return place;
    throw new UserError('tool.outside', { path, folders: this.folders.join(', ') });
  }

  /** The data that a path or the name of a built-in set stands for. @throws UserError tool.outside */
  async data(source: string): Promise<string> {
    if (source.startsWith('builtin:')) return source;
    const place = await this.inside(source);
    await this.allInside({ source: place });
    return place;
  }

  /** @throws UserError tool.outside where they are read from elsewhere, also by a link among the files of a folder */
  async allInside(data: DataConfig): Promise<void> {
    const { source, labels, exclude } = data;
    // The name of a column, or of a file beside the data.
    const beside = labels === undefined || source.startsWith('builtin:') ? [] : [resolve(dirname(source), labels)];
    for (const place of [...placesOf(data), ...beside, ...(exclude === undefined ? [] : [exclude])]) {
      await this.inside(place);
      for (const link of await linksIn(place)) await this.inside(link);
    }
  }

  /** All runs, the newest first. */
  async runs(): Promise<readonly RunEntry[]> {
    const lists = await Promise.all(this.runsFolders.map(listRuns));
    return lists.flat();
  }

  /**
   * The folder of a run by its path, or by its name or that of its folder, the newest of that name.
   * @throws UserError tool.outside; tool.noRun with the nearest name
   */
  async run(named: string): Promise<string> {
    const runs = await this.runs();
    const found = runs.find(({ name, directory }) => name === named || basename(directory) === named);
    if (found) return this.withItsData(found.directory);
    const directory = await this.inside(named);
    if (await exists(join(directory, 'run.json'))) return this.withItsData(directory);
    const names = runs.map(({ name }) => name);
    const nearest = names.length > 0 ? nearestName(named, names) : null;
    throw nearest === null
      ? new UserError('tool.noRuns', { run: named })
      : new UserError('tool.noRun', { run: named, nearest });
  }

  /** A run may have been trained on data that lie anywhere: to answer from it would be to read them. */
  private async withItsData(directory: string): Promise<string> {
    await this.allInside((await configurationOf(directory)).config.data);
    return directory;
  }
}

/** The links below a folder; none of what is no folder. */
async function linksIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isSymbolicLink()).map((entry) => join(entry.parentPath, entry.name));
}

/** Where a path leads in the end; of what is not there yet by the folder that is. */
async function realPlace(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) throw error;
    return join(await realPlace(parent), basename(path));
  }
}
