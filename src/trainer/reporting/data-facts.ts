import type { DataFacts } from '../../advice/evidence';
import type { Dataset } from '../../dataset';
import { widthOf } from '../../dataset';
import { drawFromPrior } from '../../exploration/prior-draws';
import { drawPosteriors } from '../../exploration/prior-fit/prior-fit';
import { compareSamples } from '../../exploration/prior-fit/two-sample';
import { posteriorOf } from '../../protocol/composition';
import type { OpenMeasured } from '../measuring/measure-run';
import type { DataPart } from '../measuring/measured-data';

/** Draws of the prior and of the posteriors that are compared: the kernel is of each two of them. */
const compared = 512;
/** Just above the least log-variance that can be learned, -12. */
const almostLeast = -11.5;

/** What rules ask beside measures. */
export async function dataFacts(opened: OpenMeasured): Promise<DataFacts> {
  const { context, data } = opened;
  const { kind, encoding, judged, logVariances, capabilities } = context;
  const values = judged.originals();
  return {
    ...(kind === 'images' && { pixels: pixelShares(values) }),
    ...(encoding.kind === 'columns' &&
      encoding.library === undefined &&
      farthestOf(data.reference?.dataset ?? data.judged.dataset, encoding.columns)),
    ...(data.reference && { known: knownAmong(data.judged, data.reference) }),
    ...(logVariances &&
      context.model.likelihood !== 'gaussian' && {
        leastVariances: {
          count: logVariances.filter((value) => value < almostLeast).length,
          features: logVariances.length,
        },
      }),
    ...(capabilities.prior && capabilities.spread && (await priorOf(opened))),
  };
}

/** In 0..1: of all numbers those at the ends, and those well between. */
function pixelShares(values: Float32Array): NonNullable<DataFacts['pixels']> {
  let [ends, middle] = [0, 0];
  for (const value of values) {
    if (value === 0 || value === 1) ends++;
    else if (value > 0.1 && value < 0.9) middle++;
  }
  return { ends: ends / values.length, middle: middle / values.length };
}

/** Of all examples, those that are not looked at, too: one is enough. */
function farthestOf(
  { values }: Pick<Dataset, 'values'>,
  columns: Extract<Dataset['encoding'], { kind: 'columns' }>['columns'],
): Pick<DataFacts, 'farthest'> {
  const width = columns.reduce((sum, column) => sum + widthOf(column), 0);
  let start = 0;
  let farthest: DataFacts['farthest'];
  for (const column of columns) {
    if (column.type === 'numeric') {
      for (let at = start; at < values.length; at += width) {
        const deviations = Math.abs(values[at]);
        if (deviations > (farthest?.deviations ?? 0)) farthest = { column: column.name, deviations };
      }
    }
    start += widthOf(column);
  }
  return farthest ? { farthest } : {};
}

/** Judged examples whose numbers, as they are stored, are those of one that was trained on. */
export function knownAmong(judged: DataPart, reference: DataPart): NonNullable<DataFacts['known']> {
  const own = rowsOf(judged.dataset);
  const others = rowsOf(reference.dataset);
  const byHash = new Map<number, number[]>();
  for (const index of judged.indices) {
    const hash = hashOf(own, index);
    byHash.set(hash, [...(byHash.get(hash) ?? []), index]);
  }
  const known = new Set<number>();
  for (const index of reference.all) {
    for (const same of byHash.get(hashOf(others, index)) ?? []) if (isEqual(own, same, others, index)) known.add(same);
  }
  return { count: known.size, examples: judged.indices.length };
}

interface Rows {
  readonly values: Dataset['values'];
  readonly width: number;
}

function rowsOf({ values, summary }: Dataset): Rows {
  return { values, width: values.length / summary.examples };
}

/** FNV-1a over the numbers of a row, to five digits where they are no bytes. */
function hashOf({ values, width }: Rows, row: number): number {
  const isBytes = values instanceof Uint8Array;
  let hash = 0x811c9dc5;
  for (let at = row * width; at < (row + 1) * width; at++) {
    hash = Math.imul(hash ^ (isBytes ? values[at] : Math.round(values[at] * 1e5)), 0x01000193);
  }
  return hash >>> 0;
}

function isEqual(a: Rows, row: number, b: Rows, other: number): boolean {
  if (a.width !== b.width) return false;
  for (let k = 0; k < a.width; k++) if (a.values[row * a.width + k] !== b.values[other * b.width + k]) return false;
  return true;
}

/** Draws of q(z) and of p(z), of a diagonal Gaussian posterior. */
async function priorOf({ model, context, seed }: OpenMeasured): Promise<Pick<DataFacts, 'prior'>> {
  const { means, logVars, latent } = await context.judged.codes();
  if (!logVars || posteriorOf(model.config).name !== 'diagonal') return {};
  const own = drawPosteriors({ means, logVars }, latent, compared, seed).codes;
  const { value, error, pValue } = await compareSamples(drawFromPrior(model, compared, seed), own, latent, seed);
  return { prior: { value, error, pValue } };
}
