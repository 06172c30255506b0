import type { MadeLayout } from '../exploration/exploration';
import { pcaLayout, project } from '../exploration/projection';
import type { BackendChoice } from '../protocol/config';
import { UserError } from '../protocol/errors';
import type { KeptLayout, LayoutReport, UmapParams } from '../protocol/layout';
import type { Emit } from '../protocol/rpc';
import type { TrainerEvents } from '../protocol/trainer';
import type { RunDirectory } from '../training/store/run-directory';
import type { Frame } from './frame-store';
import { flattened } from './layout-file';
import { layOutApart } from './layout-process';

/** The layouts of a run that took their time: those that are kept, and the one that is being made. */
export class Layouts {
  private isBusy = false;
  /** The last that was read or made: it is asked for at each move of the 3-D cursor. */
  private last: { readonly key: string; readonly layout: MadeLayout } | null = null;
  private kept: Promise<readonly KeptLayout[]> | null = null;

  constructor(
    private readonly directory: RunDirectory,
    private readonly examples: number,
    private readonly backend: BackendChoice,
    private readonly emit: Emit<TrainerEvents>,
  ) {}

  list(): Promise<readonly KeptLayout[]> {
    const kept = this.kept ?? this.directory.layouts();
    this.kept = kept;
    return kept;
  }

  /** Of the epoch, or else of the one nearest to it, the earlier of two. Null where there is none that can be read. */
  async near(epoch: number, params: UmapParams): Promise<MadeLayout | null> {
    for (const layout of await this.byDistance(epoch, params)) {
      const found = await this.read(layout);
      if (found) return found;
    }
    return null;
  }

  /** Those with the same parameters, the nearest to an epoch first, of two the earlier one. */
  private async byDistance(epoch: number, params: UmapParams): Promise<KeptLayout[]> {
    const alike = (await this.list()).filter((layout) => keyOf(layout.params) === keyOf(params));
    return alike.toSorted((a, b) => Math.abs(a.epoch - epoch) - Math.abs(b.epoch - epoch));
  }

  /**
   * Lays out, in a process of its own that lets training go first, and keeps the result. Points begin where the last layout
   * of as many dimensions has them.
   * @throws UserError layout.*, process.cancelled, run.writeFailed
   */
  async layOut({ epoch, codes }: Frame, params: UmapParams, signal: AbortSignal): Promise<LayoutReport> {
    if (this.isBusy) throw new UserError('layout.busy');
    this.isBusy = true;
    try {
      const points = { values: codes.means, dims: codes.latent };
      const former = await this.former(epoch, params);
      const { positions, ...report } = await layOutApart(
        {
          points,
          params,
          initial: former?.positions ?? project(codes, pcaLayout(codes, null)),
          isFormer: former !== null,
        },
        {
          backend: this.backend,
          signal,
          isPatient: true,
          onProgress: (progress) => this.emit('layoutProgress', progress),
          onPositions: (shown) => this.emit('layoutPositions', { positions: shown }),
        },
      );
      const layout = { epoch, params };
      await this.directory.saveLayout(layout, flattened(positions, params.dims), report);
      this.kept = null;
      this.last = { key: nameOf(layout), layout: { epoch, positions, report } };
      return report;
    } finally {
      this.isBusy = false;
    }
  }

  /** A layout of another epoch with the same parameters: one of this epoch would make another of it at each turn. */
  private async former(epoch: number, params: UmapParams): Promise<MadeLayout | null> {
    const nearest = (await this.byDistance(epoch, params)).find((layout) => layout.epoch !== epoch);
    return nearest ? this.read(nearest) : null;
  }

  private async read(layout: KeptLayout): Promise<MadeLayout | null> {
    const key = nameOf(layout);
    if (this.last?.key === key) return this.last.layout;
    const stored = await this.directory.readLayout(layout, this.examples);
    if (stored === null) return null;
    const { positions, report } = stored;
    const made = { epoch: layout.epoch, positions: inSpace(positions, layout.params.dims), report };
    this.last = { key, layout: made };
    return made;
  }
}

function keyOf({ dims, neighbours, minDist, epochs, seed }: UmapParams): string {
  return [dims, neighbours, minDist, epochs, seed].join();
}

function nameOf({ epoch, params }: KeptLayout): string {
  return `${keyOf(params)} of ${epoch}`;
}

/** n x 3 of n x dims. */
function inSpace(positions: Float32Array, dims: 2 | 3): Float32Array {
  if (dims === 3) return positions;
  return Float32Array.from({ length: (positions.length / 2) * 3 }, (_, i) =>
    i % 3 < 2 ? positions[Math.floor(i / 3) * 2 + (i % 3)] : 0,
  );
}
