import { indicesOf } from '../exploration/example-set';
import type { MadeLayout } from '../exploration/explored-run';
import { rowsOf, spreadRows } from '../exploration/placement';
import { pcaLayout, project } from '../exploration/projection';
import type { BackendChoice } from '../protocol/config';
import { UserError } from '../protocol/errors';
import { type KeptLayout, type LayoutReport, nameOfPart } from '../protocol/layout';
import type { Emit } from '../protocol/rpc';
import type { ExampleSet, LayoutProjection, TrainerEvents } from '../protocol/trainer';
import type { RunDirectory } from '../training/store/run-directory';
import type { Frame } from './frame-store';
import { flattened } from './layout-file';
import { layOutApart } from './layout-process';

/** The data of a run, as far as its layouts are concerned. */
export interface LaidOutData {
  readonly examples: number;
  readonly fingerprint: string;
}

/** The layouts of a run that took their time: those that are kept, and the one that is being made. */
export class Layouts {
  private isBusy = false;
  /** The last that was read or made: it is asked for at each move of the 3-D cursor. */
  private last: { readonly key: string; readonly layout: MadeLayout } | null = null;
  private kept: Promise<readonly KeptLayout[]> | null = null;

  constructor(
    private readonly directory: RunDirectory,
    private readonly data: LaidOutData,
    private readonly backend: BackendChoice,
    private readonly emit: Emit<TrainerEvents>,
  ) {}

  list(): Promise<readonly KeptLayout[]> {
    const kept = this.kept ?? this.directory.layouts();
    this.kept = kept;
    return kept;
  }

  /** Of the epoch, or else of the one nearest to it, the earlier of two. Null where there is none that can be read. */
  async near(epoch: number, projection: LayoutProjection): Promise<MadeLayout | null> {
    for (const layout of await this.byDistance(epoch, projection)) {
      const found = await this.read(layout, projection.of);
      if (found) return found;
    }
    return null;
  }

  /** One of those that are kept, as it is; null where it can't be read. Which examples have a place is as it says. */
  async stored(layout: KeptLayout): Promise<MadeLayout | null> {
    const { examples } = this.data;
    const isOfAll = layout.of === undefined;
    const stored = await this.directory.readLayout(layout, examples, isOfAll ? () => true : null);
    if (stored === null) return null;
    const { positions, report } = stored;
    return { epoch: layout.epoch, positions: inSpace(positions, layout.params.dims), report };
  }

  /** As it would be kept. */
  async keptAs(epoch: number, { of, ...params }: LayoutProjection): Promise<KeptLayout> {
    const name = of && (await nameOfPart(of, this.data.fingerprint));
    return { epoch, params, ...(name && { of: name }) };
  }

  /** Those with the same parameters of the same examples, the nearest to an epoch first, of two the earlier one. */
  private async byDistance(epoch: number, projection: LayoutProjection): Promise<KeptLayout[]> {
    const key = keyOf(await this.keptAs(epoch, projection));
    const alike = (await this.list()).filter((layout) => keyOf(layout) === key);
    return alike.toSorted((a, b) => Math.abs(a.epoch - epoch) - Math.abs(b.epoch - epoch));
  }

  /**
   * Lays out, in a process of its own that lets training go first, and keeps the result. Points begin where the last layout
   * of the same examples by the same parameters has them.
   * @throws UserError layout.*, process.cancelled, run.writeFailed
   */
  async layOut(
    { epoch, codes }: Frame,
    projection: LayoutProjection,
    isTraining: () => boolean,
    signal: AbortSignal,
  ): Promise<LayoutReport> {
    if (this.isBusy) throw new UserError('layout.busy');
    this.isBusy = true;
    try {
      const { of } = projection;
      const { examples } = this.data;
      const part = of && indicesOf(of, examples);
      const wanted = part ? rowsOf(codes, part) : codes;
      const all = (positions: Float32Array) => (part ? spreadRows(positions, 3, part, examples) : positions);
      const former = await this.former(epoch, projection);
      const begin = former && (part ? rowsOf({ latent: 3, means: former.positions }, part).means : former.positions);
      const layout = await this.keptAs(epoch, projection);
      const { params } = layout;
      const { positions: found, ...report } = await layOutApart(
        {
          points: { values: wanted.means, dims: wanted.latent },
          params,
          initial: begin ?? project(wanted, pcaLayout(wanted, null)),
          isFormer: begin !== null,
        },
        {
          backend: this.backend,
          signal,
          isTraining,
          onProgress: (progress) => this.emit('layoutProgress', progress),
          onPositions: (shown) => this.emit('layoutPositions', { positions: all(shown) }),
        },
      );
      const positions = all(found);
      await this.directory.saveLayout(layout, flattened(positions, params.dims), report);
      this.kept = null;
      this.last = { key: nameOf(layout), layout: { epoch, positions, report } };
      return report;
    } finally {
      this.isBusy = false;
    }
  }

  /** A layout of another epoch with the same parameters: one of this epoch would make another of it at each turn. */
  private async former(epoch: number, projection: LayoutProjection): Promise<MadeLayout | null> {
    const nearest = (await this.byDistance(epoch, projection)).find((layout) => layout.epoch !== epoch);
    return nearest ? this.read(nearest, projection.of) : null;
  }

  private async read(layout: KeptLayout, of: ExampleSet | undefined): Promise<MadeLayout | null> {
    const key = nameOf(layout);
    if (this.last?.key === key) return this.last.layout;
    const has = (example: number) => of === undefined || ((of[example >>> 5] >>> (example & 31)) & 1) === 1;
    const stored = await this.directory.readLayout(layout, this.data.examples, has);
    if (stored === null) return null;
    const { positions, report } = stored;
    const made = { epoch: layout.epoch, positions: inSpace(positions, layout.params.dims), report };
    this.last = { key, layout: made };
    return made;
  }
}

/** The same for layouts that differ in their epoch alone. */
function keyOf({ of, params }: KeptLayout): string {
  return [...Object.entries(params).sort(), of ?? 'all'].join();
}

function nameOf(layout: KeptLayout): string {
  return `${keyOf(layout)} of ${layout.epoch}`;
}

/** n x 3 of n x dims. */
function inSpace(positions: Float32Array, dims: 2 | 3): Float32Array {
  if (dims === 3) return positions;
  return Float32Array.from({ length: (positions.length / 2) * 3 }, (_, i) => {
    const x = positions[Math.floor(i / 3) * 2];
    // What has no place has none in depth either.
    return i % 3 < 2 ? positions[Math.floor(i / 3) * 2 + (i % 3)] : 0 * x;
  });
}
