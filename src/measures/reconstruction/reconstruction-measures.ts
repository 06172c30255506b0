import { type EncodedColumn, widthOf } from '../../dataset';
import { UserError } from '../../protocol/errors';
import type { MeasuredValue, MeasureName } from '../../protocol/measures';
import type { MeasureContext } from '../context';
import { type Estimate, meanOf, ratioOf, shareOf } from '../estimate';
import { linearCodesOf } from '../linear-codes';
import type { Compute, Computes } from '../measure';
import { determination } from './determination';
import { meanSimilarity } from './image-similarity';
import { likeliest } from './likeliest';
import { rateDistortion } from './rate-distortion';
import { peakSignalToNoise, squaredErrors } from './squared-error';
import { ssimWindow } from './ssim';

/** Columns that are listed one by one, at most. */
const mostColumns = 100;
/** The code of a place beyond the end of a text. */
const padding = 0;

/** Originals and what becomes of them, count x features. */
interface Rebuilt {
  readonly of: 'codes' | 'pca';
  readonly values: Float32Array;
}

/** How near what is decoded of the codes is to the data, beside principal components of as many dimensions. */
export const reconstructionMeasures: Computes<
  Extract<MeasureName, 'mse' | 'psnr' | 'ssim' | 'rate-distortion' | 'columns' | 'characters'>
> = {
  mse: ofRebuilt('mse', '', (context, { values }) =>
    meanOf(squaredErrors(context.judged.originals(), values, context.judged.count)),
  ),
  psnr: ofRebuilt('psnr', 'dB', (context, { values }) =>
    peakSignalToNoise(squaredErrors(context.judged.originals(), values, context.judged.count)),
  ),
  ssim: ofRebuilt('ssim', '', similarity),
  'rate-distortion': rateDistortion,
  columns: async (context) => (await rebuiltBy(context)).flatMap((rebuilt) => columnsOf(context, rebuilt)),
  characters: ofRebuilt('characters', '', charactersRight),
};

function ofRebuilt(
  name: MeasureName,
  unit: string,
  estimate: (context: MeasureContext, rebuilt: Rebuilt, signal: AbortSignal) => Estimate | Promise<Estimate>,
): Compute {
  return async (context, signal) => {
    const values: MeasuredValue[] = [];
    for (const rebuilt of await rebuiltBy(context)) {
      values.push({ name, of: rebuilt.of, unit, ...(await estimate(context, rebuilt, signal)) });
    }
    return values;
  };
}

async function rebuiltBy(context: MeasureContext): Promise<readonly Rebuilt[]> {
  return [
    { of: 'codes', values: await context.judged.reconstructions() },
    { of: 'pca', values: linearCodesOf(context).reconstructions() },
  ];
}

async function similarity(
  { judged, shape }: MeasureContext,
  { values }: Rebuilt,
  signal: AbortSignal,
): Promise<Estimate> {
  const [height, width] = shape;
  const found = await meanSimilarity(judged.originals(), values, shape, signal);
  if (!found) throw new UserError('measure.imagesTooSmall', { height, width, edge: ssimWindow.edge });
  return found;
}

/** Of each column, R^2 of numbers and the share of right categories; of numbers also the mean of all. */
function columnsOf({ encoding, judged }: MeasureContext, { of, values }: Rebuilt): MeasuredValue[] {
  if (encoding.kind !== 'columns') throw new UserError('measure.onlyTables');
  const originals = judged.originals();
  const width = originals.length / judged.count;
  let start = 0;
  const found: MeasuredValue[] = [];
  for (const column of encoding.columns) {
    found.push(columnOf(column, originals, values, { start, width, count: judged.count }, of));
    start += widthOf(column);
  }
  if (found.length <= mostColumns) return found;
  const all = meanOf(found.map(({ value }) => value ?? Number.NaN));
  // Columns are no sample of others: their mean has no error of that kind.
  return [{ name: 'mean of all columns', of, unit: '', value: all.value, error: null, n: judged.count }];
}

function columnOf(
  column: EncodedColumn,
  originals: Float32Array,
  rebuilt: Float32Array,
  { start, width, count }: { readonly start: number; readonly width: number; readonly count: number },
  of: Rebuilt['of'],
): MeasuredValue {
  const isNumeric = column.type === 'numeric';
  const name = `${isNumeric ? 'R²' : 'accuracy'} of ${column.name}`;
  const cells = (values: Float32Array) => Float32Array.from({ length: count }, (_, i) => values[i * width + start]);
  const estimate = isNumeric
    ? determination(cells(originals), cells(rebuilt))
    : categoriesRight(originals, rebuilt, { start, width, count, categories: widthOf(column) });
  if (Number.isNaN(estimate.value)) {
    const note = { code: 'measure.constantColumn', params: { column: column.name } } as const;
    return { name, of, unit: '', ...estimate, value: null, note };
  }
  return { name, of, unit: '', ...estimate };
}

/** Of the rows whose category is known. */
function categoriesRight(
  originals: Float32Array,
  rebuilt: Float32Array,
  {
    start,
    width,
    count,
    categories,
  }: { readonly start: number; readonly width: number; readonly count: number; readonly categories: number },
): Estimate {
  let [right, known] = [0, 0];
  for (let i = 0; i < count; i++) {
    const [begin, end] = [i * width + start, i * width + start + categories];
    const own = likeliest(originals, begin, end);
    if (originals[begin + own] === 0) continue;
    known++;
    if (likeliest(rebuilt, begin, end) === own) right++;
  }
  return shareOf(right, known);
}

/** The share of characters that come back as they were; what is padding in the original is none. */
function charactersRight({ judged, shape }: MeasureContext, { values }: Rebuilt): Estimate {
  const [length, symbols] = shape;
  const originals = judged.originals();
  const [right, all] = [new Float64Array(judged.count), new Float64Array(judged.count)];
  for (let place = 0; place < judged.count * length; place++) {
    const [begin, end] = [place * symbols, (place + 1) * symbols];
    const own = likeliest(originals, begin, end);
    if (own === padding) continue;
    const text = Math.floor(place / length);
    all[text]++;
    if (likeliest(values, begin, end) === own) right[text]++;
  }
  return ratioOf(right, all);
}
