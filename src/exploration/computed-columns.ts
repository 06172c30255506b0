import type { Capabilities } from '../protocol/capabilities';
import type { ColumnInfo, ColumnRole, Quantity } from '../protocol/data';

type Role = Exclude<ColumnInfo['role'], ColumnRole>;

/** What decides which columns there are beside those of the data. */
export interface ComputedFrom {
  /** Of the model. */
  readonly capabilities: Pick<Capabilities, 'kl' | 'klByDimension' | 'prior' | 'spread'>;
  /** Dimensions of the latent space. */
  readonly latent: number;
  /** Whether some examples are held out. */
  readonly isSplit: boolean;
  readonly hasTest?: boolean;
  /** Whether all examples are there to be computed from. */
  readonly isWhole: boolean;
  /** Whether the examples have a category as their label. */
  readonly isLabelled: boolean;
  /** The classes that the model infers; none as a rule. */
  readonly inferred: readonly string[];
}

/**
 * The columns that are not of the data. One whose name a column of the data has gets another: neither hides the other, and
 * what it is says its quantity.
 */
export function computedColumns(
  { capabilities, latent, isSplit, hasTest, isWhole, isLabelled, inferred }: ComputedFrom,
  taken: ReadonlySet<string>,
): readonly ColumnInfo[] {
  const column = (role: Role, quantity: Quantity, called: string, dimension?: number): ColumnInfo => {
    let name = called;
    while (taken.has(name)) name = `${role === 'latent' ? 'latent' : 'model'} ${name}`;
    return { name, role, quantity, type: 'numeric', ...(dimension !== undefined && { dimension }) };
  };
  const perDimension = (role: Role, quantity: Quantity, called: (dimension: number) => string) =>
    Array.from({ length: latent }, (_, dimension) => column(role, quantity, called(dimension), dimension));
  const split: ColumnInfo = {
    ...column('split', 'split', 'split'),
    type: 'category',
    categories: ['train', 'validation', ...(hasTest ? ['test'] : [])],
  };
  const predicted: ColumnInfo = { ...column('measure', 'class', 'class'), type: 'category', categories: inferred };
  return [
    ...(isSplit ? [split] : []),
    ...(isWhole ? [column('measure', 'reconstruction', 'reconstruction')] : []),
    ...(isWhole && capabilities.kl ? [column('measure', 'kl', 'kl')] : []),
    ...(isWhole && inferred.length > 0 ? [predicted] : []),
    ...(isWhole ? [column('measure', 'reencoding', 'reencoding')] : []),
    column('neighbourhood', 'density', 'density'),
    ...(isLabelled ? [column('neighbourhood', 'disagreement', 'disagreement')] : []),
    column('neighbourhood', 'trust', 'trust'),
    column('neighbourhood', 'continuity', 'continuity'),
    ...perDimension('latent', 'z', (dimension) => `z${dimension}`),
    ...(isWhole && capabilities.prior && capabilities.spread
      ? [column('posterior', 'logPrior', 'log_prior'), column('posterior', 'logAggregate', 'log_aggregate')]
      : []),
    ...(isWhole && capabilities.klByDimension
      ? perDimension('posterior', 'klDimension', (dimension) => `kl_z${dimension}`)
      : []),
    ...(isWhole && capabilities.spread ? perDimension('posterior', 'sigma', (dimension) => `sigma_z${dimension}`) : []),
  ];
}
