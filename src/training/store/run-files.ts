import { lstat, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { appendLine, writeFileAtomic } from '../../dataset/bytes/atomic-file';
import { isUserError, UserError } from '../../protocol/errors';
import type { KeptLayout } from '../../protocol/layout';
import { lockFile } from '../../run-owner';

/** `run.json`, or `checkpoints/epoch-00003.safetensors`, with slashes on every platform. */
type Name = string;

export const recordFile = 'run.json';
export const metricsFile = 'metrics.jsonl';
/** Written by whoever shows the run, with or without its lock: what is left of it by a crash is therefore not swept away. */
export const selectionsFile = 'selections.json';
/** What was measured of the run. */
export const measuresFile = 'measures.json';
/** The examples that the run leaves out, where there are any. */
export const excludeFile = 'exclude.json';
const tensorsName = /^epoch-(\d{5,})\.safetensors$/;
const layoutName =
  /^(?:umap-(?<umap>[23])d-n(?<neighbours>\d+)-d(?<minDist>\d(?:\.\d+)?(?:e-\d+)?)|tsne-(?<tsne>[23])d-p(?<perplexity>\d+)|pacmap-(?<pacmap>[23])d-n(?<near>\d+))-e(?<epochs>\d+)-s(?<seed>\d+)(?:-of-(?<of>[0-9a-f]{16}))?-epoch-(?<epoch>\d{5,})\.(?<type>npy|json)$/;
const latentsName = /^epoch-(\d{5,})\.npy$/;

/** The folders of a run, and what a file is called that this program writes into them. Nothing else is ever removed. */
const ownNames: Readonly<Record<'' | 'checkpoints' | 'weights' | 'latents' | 'examples' | 'layouts', RegExp>> = {
  '': /^(run\.json|metrics\.jsonl|exclude\.json)$/,
  checkpoints: tensorsName,
  weights: tensorsName,
  latents: latentsName,
  examples: /^(indices|values|columns)\.npy$/,
  layouts: layoutName,
};
const folders = Object.keys(ownNames) as readonly (keyof typeof ownNames)[];

/** `NAME.PID.tmp`: what `writeFileAtomic` writes before it renames. */
const temporaryName = /^(.*)\.\d+\.tmp$/;

/** The epochs of the files in one of a run's folders, ascending. */
export function epochsOf(names: readonly string[], folder: 'checkpoints' | 'weights' | 'latents'): number[] {
  return names
    .map((name) => ownNames[folder].exec(name)?.[1])
    .filter((epoch) => epoch !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
}

export function checkpointFile(epoch: number): Name {
  return `checkpoints/${epochName(epoch)}.safetensors`;
}

export function weightsFile(epoch: number): Name {
  return `weights/${epochName(epoch)}.safetensors`;
}

export function latentsFile(epoch: number): Name {
  return `latents/${epochName(epoch)}.npy`;
}

/** The places of a layout, or what is said of it. */
export function layoutFile({ epoch, of, params }: KeptLayout, type: 'npy' | 'json'): Name {
  const { kind, dims, epochs, seed } = params;
  const own = ownName(params);
  const part = of === undefined ? '' : `-of-${of}`;
  return `layouts/${kind}-${dims}d-${own}-e${epochs}-s${seed}${part}-${epochName(epoch)}.${type}`;
}

function ownName(params: KeptLayout['params']): string {
  switch (params.kind) {
    case 'umap':
      return `n${params.neighbours}-d${params.minDist}`;
    case 'tsne':
      return `p${params.perplexity}`;
    case 'pacmap':
      return `n${params.neighbours}`;
  }
}

/** The layouts among the names of files, by epoch. */
export function layoutsOf(names: readonly string[]): KeptLayout[] {
  return names
    .map((name) => layoutName.exec(name)?.groups)
    .filter((found) => found?.type === 'npy')
    .map((found) => keptLayout(found!))
    .sort((a, b) => a.epoch - b.epoch);
}

function keptLayout(found: Readonly<Record<string, string | undefined>>): KeptLayout {
  const { of } = found;
  const number = (name: string) => Number(found[name]);
  return { epoch: number('epoch'), ...(of !== undefined && { of }), params: paramsOf(found, number) };
}

function paramsOf(
  { umap, tsne, pacmap }: Readonly<Record<string, string | undefined>>,
  number: (name: string) => number,
): KeptLayout['params'] {
  const dims = (umap ?? tsne ?? pacmap) === '2' ? 2 : 3;
  const common = { dims, epochs: number('epochs'), seed: number('seed') } as const;
  if (umap !== undefined) {
    return { kind: 'umap', ...common, neighbours: number('neighbours'), minDist: number('minDist') };
  }
  if (tsne !== undefined) return { kind: 'tsne', ...common, perplexity: number('perplexity') };
  return { kind: 'pacmap', ...common, neighbours: number('near') };
}

/** Of what a run keeps of its data. */
export function examplesFile(part: 'indices' | 'values' | 'columns'): Name {
  return `examples/${part}.npy`;
}

/** What a run may have before anything was trained. */
export const begunFiles: readonly Name[] = [
  recordFile,
  excludeFile,
  weightsFile(0),
  latentsFile(0),
  ...(['indices', 'values', 'columns'] as const).map(examplesFile),
];

function epochName(epoch: number): string {
  return `epoch-${String(epoch).padStart(5, '0')}`;
}

/**
 * The files of one run. The folder is its user's: nothing is read or written through a link in it, which may lead anywhere,
 * and nothing is removed that this program did not write.
 */
export class RunFiles {
  constructor(readonly path: string) {}

  /** @throws UserError run.link, or what the file system says. */
  async read(name: Name): Promise<Buffer> {
    return readFile(await this.pathOf(name));
  }

  /** Whole or not at all. @throws UserError run.link, run.writeFailed. */
  async write(name: Name, content: string | Uint8Array): Promise<void> {
    await this.guard(name, (path) => writeFileAtomic(path, content));
  }

  /** @throws UserError run.link, run.writeFailed. */
  async append(name: Name, line: string): Promise<void> {
    await this.guard(name, (path) => appendLine(path, line));
  }

  /** Of the run's own folder: '', or one in it. Nothing where it is not there. @throws UserError run.link. */
  async list(folder: keyof typeof ownNames): Promise<string[]> {
    const entries = await readdir(await this.place(folder), { withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  }

  /** A file that this program wrote: others, links and folders stay. */
  async remove(name: Name): Promise<void> {
    const path = await this.place(name);
    if ((await lstat(path).catch(() => null))?.isFile()) await rm(path, { force: true });
  }

  /** Removes what processes that ended while they wrote have left. Only while the run's lock is held. */
  async sweep(): Promise<void> {
    for (const folder of folders) {
      const left = (await this.list(folder)).filter((name) => isTemporary(name, folder));
      for (const name of left) await rm(join(this.path, folder, name), { force: true });
    }
  }

  /**
   * Whether the folder holds nothing but the beginning of a run of which nothing was trained yet.
   * @param isBegun Whether it holds the record of such a run.
   */
  async isBlank(isBegun: boolean): Promise<boolean> {
    const begun = isBegun ? begunFiles : [];
    for (const entry of await readdir(this.path, { withFileTypes: true })) {
      const { name } = entry;
      const folder = folders.find((own) => own !== '' && own === name);
      if (folder && entry.isDirectory()) {
        const inside = await readdir(join(this.path, folder));
        if (!inside.every((file) => isTemporary(file, folder) || begun.includes(`${folder}/${file}`))) return false;
      } else if (!entry.isFile() || !(name === lockFile || begun.includes(name) || isTemporary(name, ''))) return false;
    }
    return true;
  }

  private async guard(name: Name, action: (path: string) => Promise<void>): Promise<void> {
    const path = join(this.path, name);
    try {
      await this.pathOf(name);
      await mkdir(dirname(path), { recursive: true });
      await action(path);
    } catch (error) {
      if (isUserError(error)) throw error;
      throw new UserError('run.writeFailed', { path, reason: reasonOf(error) }, { cause: error });
    }
  }

  /**
   * The path of a file that is to be opened.
   * @throws UserError run.link. An error where there is something else than a file: to open a pipe waits for whoever is at its other end.
   */
  async pathOf(name: Name): Promise<string> {
    const path = await this.place(name);
    const found = await lstat(path).catch(() => null);
    if (found && !found.isFile()) throw new Error('it is no file');
    return path;
  }

  /** @throws UserError run.link, where a link stands in the way. The run's folder itself may be one. */
  private async place(name: Name): Promise<string> {
    let path = this.path;
    for (const part of name.split('/').filter((part) => part !== '')) {
      path = join(path, part);
      if ((await lstat(path).catch(() => null))?.isSymbolicLink()) throw new UserError('run.link', { path });
    }
    return path;
  }
}

function isTemporary(name: string, folder: keyof typeof ownNames): boolean {
  const written = temporaryName.exec(name)?.[1];
  return written !== undefined && ownNames[folder].test(written);
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
