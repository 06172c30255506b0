import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import * as v from 'valibot';
import { UserError } from '../../protocol/errors';
import type { KeptView } from '../../protocol/panel';
import type { RunRecord } from '../../protocol/run';
import { readVersioned } from '../../versioned-file';

/** How the name of a file with a view ends. */
export const viewEnding = '.latentview.json';
const version = 1;
const finite = v.pipe(v.number(), v.finite());
const vector = v.tuple([finite, finite, finite]);

/**
 * What is shown of a run. The run is named by the way from the file, so that both can move together, and told by the moment
 * when it was made. What `view` holds is read by the panel, which knows what it can show.
 */
export const ViewFile = v.strictObject({
  $schema: v.optional(v.string()),
  version: v.literal(version),
  run: v.strictObject({ path: v.pipe(v.string(), v.minLength(1)), name: v.string(), created: v.string() }),
  fingerprint: v.string(),
  view: v.record(v.string(), v.unknown()),
  camera: v.nullable(v.strictObject({ position: vector, target: vector })),
});
export type ViewFile = v.InferOutput<typeof ViewFile>;

/** A view, and the folder of its run. */
export interface LocatedView extends KeptView {
  readonly directory: string;
}

interface ShownRun extends KeptView {
  readonly directory: string;
  readonly record: Pick<RunRecord, 'name' | 'created' | 'fingerprint'>;
}

/** The text of the file at a path. */
export function viewText({ view, camera, directory, record }: ShownRun, path: string): string {
  const { name, created, fingerprint } = record;
  const way = relative(dirname(path), directory).split(sep).join('/') || '.';
  return `${JSON.stringify({ version, run: { path: way, name, created }, fingerprint, view, camera }, null, 2)}\n`;
}

/**
 * Reads a file with a view, and finds its run.
 * @throws UserError view.unreadable, view.newer, view.noRun, view.otherRun
 */
export async function readViewFile(path: string): Promise<LocatedView> {
  const file = basename(path);
  const unreadable = (reason: string, cause?: unknown) => new UserError('view.unreadable', { file, reason }, { cause });
  const newer = () => new UserError('view.newer', { file });
  const { run, fingerprint, view, camera } = await readVersioned(path, {
    schema: ViewFile,
    version,
    unreadable,
    newer,
  });
  const directory = resolve(dirname(path), run.path);
  const record = await identityOf(directory);
  if (record === null) throw new UserError('view.noRun', { file, run: run.name, path: directory });
  if (record.created !== run.created || record.fingerprint !== fingerprint) {
    throw new UserError('view.otherRun', { file, run: run.name, path: directory });
  }
  return { directory, view, camera };
}

const Identity = v.object({ created: v.string(), fingerprint: v.string() });

/** What tells a run from others; null where there is none. */
async function identityOf(directory: string): Promise<v.InferOutput<typeof Identity> | null> {
  try {
    return v.parse(Identity, JSON.parse(await readFile(join(directory, 'run.json'), 'utf8')));
  } catch {
    return null;
  }
}
