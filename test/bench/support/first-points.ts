import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { PanelPage } from '../../harness/panel-page';
import { projectRoot } from '../../harness/paths';
import { runCommand } from '../../harness/processes';
import { Session } from '../../harness/session';
import type { Workbench } from '../../harness/workbench';

export const count = 60_000;
const edge = 28;
const dataName = 'blobs-idx3-ubyte';
/** How often each is timed. */
const rounds = 3;
/** How long a person reads the presets before one is chosen, ms. */
const reading = 2000;

/** A package of the extension, and a run that it has trained. */
export interface Contender {
  readonly name: string;
  readonly vsix: string;
  readonly run: string;
}

/** From what a person chooses, ms. */
interface Wait {
  readonly firstPoints: number;
  /** Until the editor begins to load the page: a panel that were empty would take as long. */
  readonly page: number;
}

type Log = (line: string) => void;

/** @param folder Where the run is to be. A package other than this build's trains with its own command line. */
export async function createContender(name: string, vsix: string, folder: string, isThis: boolean): Promise<Contender> {
  const images = join(folder, dataName);
  await mkdir(folder, { recursive: true });
  await writeFile(images, blobs());
  const run = join(folder, 'run');
  const train = ['train', '--data', images, '--out', run, '--preset', 'explore', '--epochs', '1', '--batch', '512'];
  const cli = isThis ? join(projectRoot, 'dist', 'cli.js') : join(await unpacked(vsix, folder), 'dist', 'cli.js');
  await runCommand(process.execPath, [cli, ...train, '--name', 'Blobs', '--validation-split', '0']);
  return { name, vsix, run };
}

async function unpacked(vsix: string, folder: string): Promise<string> {
  const out = join(folder, 'package');
  for (const [name, bytes] of Object.entries(unzipSync(await readFile(vsix)))) {
    if (name.endsWith('/')) continue;
    await mkdir(dirname(join(out, name)), { recursive: true });
    await writeFile(join(out, name), bytes);
  }
  return join(out, 'extension');
}

/**
 * From the choice of a preset for new data, and of a run on disk, to the first points: medians, ms, by what was chosen and by
 * whose package. Packages take turns, so that what else the machine does meets all of them.
 */
export async function timeFirstPoints(contenders: readonly Contender[], log: Log): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const [chosen, time] of Object.entries({ preset: timePreset, run: timeRun })) {
    const waits = new Map<string, Wait[]>(contenders.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const contender of contenders) {
        const wait = await time(contender, log);
        log(
          `${contender.name}, a ${chosen}: first points after ${wait.firstPoints} ms, the page after ${wait.page} ms`,
        );
        waits.get(contender.name)?.push(wait);
      }
    }
    for (const [name, all] of waits) {
      figures[`first points of a ${chosen} ms (${name})`] = median(all.map(({ firstPoints }) => firstPoints));
      figures[`of it until its page ms (${chosen}, ${name})`] = median(all.map(({ page }) => page));
    }
  }
  return figures;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];

async function timePreset({ vsix }: Contender, log: Log): Promise<Wait> {
  const session = await Session.open({ vsix, log }, (folder) => writeFile(join(folder, dataName), blobs()));
  try {
    const { workbench } = session;
    await workbench.run('Latent Lens: Train VAE');
    await workbench.quickItems.filter({ hasText: dataName }).first().waitFor();
    await workbench.pick(dataName);
    await workbench.quickItems.filter({ hasText: 'Explore' }).first().waitFor();
    await workbench.page.waitForTimeout(reading);
    return await waitAfter(workbench, 'Explore');
  } finally {
    await session.close();
  }
}

async function timeRun(contender: Contender, log: Log): Promise<Wait> {
  const { session, wait } = await openRun(contender, log);
  await session.close();
  return wait;
}

/** An editor in which the run is open, to be closed by the caller. */
export async function openRun({ vsix, run }: Contender, log: Log): Promise<{ session: Session; wait: Wait }> {
  const session = await Session.open({ vsix, log }, async (folder) => {
    await cp(run, join(folder, '.latent-lens', 'runs', 'blobs'), { recursive: true });
  });
  try {
    const { workbench } = session;
    await workbench.run('Latent Lens: Open Run…');
    await workbench.quickItems.filter({ hasText: 'Blobs' }).first().waitFor();
    return { session, wait: await waitAfter(workbench, 'Blobs') };
  } catch (error) {
    await session.close();
    throw error;
  }
}

async function waitAfter(workbench: Workbench, choice: string): Promise<Wait> {
  const panel = new PanelPage(workbench);
  const begun = Date.now();
  await workbench.pick(choice);
  await panel.frame.locator(`[data-testid=points][data-points="${count}"]`).waitFor();
  const shown = Date.now();
  const origin = Number(await panel.frame.locator('body').evaluate('performance.timeOrigin'));
  return { firstPoints: shown - begun, page: Math.round(origin - begun) };
}

/** An IDX file of round spots at places on a grid: cheap to make, and with something to learn. */
function blobs(): Uint8Array {
  const bytes = new Uint8Array(16 + count * edge * edge);
  const header = new DataView(bytes.buffer);
  for (const [at, value] of [0x803, count, edge, edge].entries()) header.setUint32(4 * at, value);
  for (let image = 0; image < count; image++) {
    const [cx, cy] = [6 + (image % 17), 6 + (Math.floor(image / 17) % 17)];
    const radius = 2 + (image % 5);
    const start = 16 + image * edge * edge;
    for (let y = Math.max(0, cy - radius); y <= Math.min(edge - 1, cy + radius); y++) {
      for (let x = Math.max(0, cx - radius); x <= Math.min(edge - 1, cx + radius); x++) {
        if ((x - cx) ** 2 + (y - cy) ** 2 <= radius ** 2) bytes[start + y * edge + x] = 255;
      }
    }
  }
  return bytes;
}

/** A folder for contenders, which is gone when `use` has ended. */
export async function inOwnFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'latent-lens-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
