import type { ColumnLayout } from '../../protocol/column-layout';
import type { ColumnInfo, Quantity } from '../../protocol/data';
import { defaultProjection, isMade } from '../../protocol/projection';
import type { LinearProjection, Projection } from '../../protocol/trainer';
import type { CarriedLayout } from './layout-baggage';
import type { PagedRun } from './paged-run';

/** Which columns come along that are computed where somebody chooses them. */
export interface ComputedBaggage {
  /** Of the epoch of the weights in use. */
  readonly neighbourhoods: readonly ColumnInfo[];
  /** KL and sigma, of each dimension. */
  readonly posteriors: readonly ColumnInfo[];
  /** Trust and continuity, and of what. */
  readonly ofLayouts: readonly ColumnInfo[];
  readonly trusted: readonly (LinearProjection | ColumnLayout | CarriedLayout)[];
  /** Before they are deflated. */
  readonly bytes: number;
}

/** Neighbourhoods of more points take minutes, which nobody waits for with a page. */
const mostPoints = 100_000;
/** Pairs of points that are compared for the trust and continuity of layouts: of one layout in any case. */
const mostPairs = 5e9;

interface ComputedChoice {
  readonly run: PagedRun;
  readonly offered: readonly ColumnInfo[];
  readonly layouts: readonly CarriedLayout[];
  /** What is on show. */
  readonly projection: Projection | null;
  readonly present: number;
  /** Bytes. */
  readonly room: number;
}

export function chooseComputed(choice: ComputedChoice): ComputedBaggage {
  const { run, offered, room } = choice;
  const { examples } = run.data;
  const isFew = examples <= mostPoints;
  const isOfLayout = (quantity?: Quantity) => quantity === 'trust' || quantity === 'continuity';
  const neighbourhoods = offered.filter(
    ({ role, quantity }) => isFew && role === 'neighbourhood' && !isOfLayout(quantity),
  );
  const ofLayouts = offered.filter(({ quantity }) => isFew && isOfLayout(quantity));
  const wanted = Math.max(1, Math.floor(mostPairs / (ofLayouts.length * examples ** 2)));
  const trusted = ofLayouts.length > 0 ? layoutsByInterest(choice).slice(0, wanted) : [];
  const first = 4 * examples * (neighbourhoods.length + ofLayouts.length * trusted.length);
  const all = first + 4 * examples * run.latent;
  // What the page computes of means and variances alone.
  const ofDimensions = offered.filter(({ quantity }) => quantity === 'klDimension' || quantity === 'sigma');
  const posteriors = all <= room ? ofDimensions : [];
  return { neighbourhoods, ofLayouts, trusted, posteriors, bytes: posteriors.length > 0 ? all : first };
}

/** The one on show, the one that a panel begins with, and then those of the newest epochs. */
function layoutsByInterest({ run, layouts, projection, present }: ComputedChoice): ComputedBaggage['trusted'] {
  const beginning = defaultProjection(run.latent);
  const unmade = projection && !isMade(projection) ? projection : beginning;
  const isBeginning = JSON.stringify(unmade) === JSON.stringify(beginning);
  const always = isBeginning ? [beginning] : [unmade, beginning];
  const { frames } = run.summary();
  // Trust is of codes, too.
  const byEpoch = layouts.filter(({ epoch }) => frames.includes(epoch)).toReversed();
  const isShown = ({ epoch, params }: CarriedLayout) =>
    epoch === present && projection?.kind === params.kind && projection.dims === params.dims;
  return [...byEpoch.filter(isShown), ...always, ...byEpoch.filter((layout) => !isShown(layout))];
}
