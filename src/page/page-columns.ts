import { dimensionOf, klOf, sigmaOf } from '../exploration/latent-columns';
import type { ColumnInfo, ColumnValues } from '../protocol/data';
import { UserError } from '../protocol/errors';
import { isMade } from '../protocol/projection';
import type { Projection } from '../protocol/trainer';
import type { PageContent, PageTrust } from './content';
import type { Placements } from './placements';

interface Wanted {
  readonly name: string;
  readonly epoch?: number | null;
  readonly projection?: Projection;
}

/** The columns of a page: as they came along, or of the posteriors and codes that did. */
export class PageColumns {
  constructor(
    private readonly content: PageContent,
    private readonly placements: Placements,
  ) {}

  /**
   * What is of the model is by the weights in use, of whatever epoch it is wanted, and says so.
   * @throws UserError run.noColumn, page.noTrust
   */
  get({ name, epoch = null, projection = { kind: 'pca' } }: Wanted): ColumnValues {
    const { columns, run, present } = this.content;
    const own = columns.find((column) => column.name === name);
    if (own) return own;
    const info = run.columns.find((column) => column.name === name);
    if (!info) throw new UserError('run.noColumn', { column: name });
    if (info.quantity === 'trust' || info.quantity === 'continuity')
      return { ...info, ...this.trust(name, epoch ?? present, projection) };
    return { ...info, values: this.ofDimension(info), epoch: present };
  }

  private ofDimension({ name, quantity, dimension = 0 }: ColumnInfo): Float32Array {
    const { logVars, run } = this.content;
    const { latent } = run.record.config.model;
    const { means } = this.content.frames.find((frame) => frame.epoch === this.content.present)!;
    if (quantity === 'z') return dimensionOf({ latent, means }, dimension);
    if (quantity === 'sigma' && logVars) return sigmaOf(logVars, latent, dimension);
    if (quantity === 'klDimension' && logVars) return klOf(means, logVars, latent, dimension);
    throw new UserError('run.noColumn', { column: name });
  }

  private trust(name: string, epoch: number, projection: Projection): Pick<ColumnValues, 'values' | 'epoch'> {
    const { layouts, trust } = this.content;
    const layout = isMade(projection) ? this.placements.near(epoch, projection) : undefined;
    const wanted = JSON.stringify(projection);
    const isOf = (of: PageTrust['of']) =>
      typeof of === 'number' ? layouts[of] === layout : JSON.stringify(of) === wanted;
    const found = trust.find((one) => one.name === name && isOf(one.of));
    if (!found) throw new UserError('page.noTrust');
    return { values: found.values, epoch: found.epoch };
  }
}
