import { spread } from '../../exploration/example-set';
import { placeOf } from '../../exploration/explored-data';
import type { Autoencoder } from '../../model/autoencoder';
import { namesBeyondMean } from '../../model/likelihoods';
import { isComputed } from '../../page/decoder';
import type { ColumnInfo, DataSummary } from '../../protocol/data';
import { UserError } from '../../protocol/errors';
import type { PageOnShow } from '../../protocol/page';
import { codebookName } from '../../protocol/posteriors';
import { type ComputedBaggage, chooseComputed } from './computed-baggage';
import { type CarriedLayout, chooseLayouts } from './layout-baggage';
import type { PagedRun } from './paged-run';

const megabyte = 2 ** 20;

/** What a page holds at most, in bytes before they are deflated. */
export const pageLimits = {
  /** Codes of the epoch that is shown first, and columns: without them there is no page. */
  points: 256 * megabyte,
  /** Codes of other epochs besides. */
  epochs: 32 * megabyte,
  layouts: 16 * megabyte,
  /** What is computed where somebody chooses it, as colours. */
  computed: 32 * megabyte,
  /** Examples to look at. */
  examples: 48 * megabyte,
  /** Weights: a larger decoder would also be too slow to follow the cursor. */
  decoder: 8 * megabyte,
} as const;

/** Latent dimensions are the codes; of what takes its time some comes along besides. */
const written: ReadonlySet<ColumnInfo['role']> = new Set(['label', 'factor', 'feature', 'id', 'split', 'measure']);

/** Which parts of a run come along in a page. */
export interface Baggage {
  /** Of the weights in use. */
  readonly present: number;
  /** Ascending, `present` among them. */
  readonly epochs: readonly number[];
  readonly allEpochs: number;
  readonly columns: readonly ColumnInfo[];
  readonly computed: ComputedBaggage;
  /** Indices of the run, ascending. */
  readonly examples: Int32Array;
  readonly layouts: readonly CarriedLayout[];
  readonly allLayouts: number;
  readonly decoderBytes: number;
  /** Whether pages can compute it. */
  readonly isDecoderComputed: boolean;
  readonly withDecoder: boolean;
}

/** @throws UserError page.tooLarge */
export async function chooseBaggage(run: PagedRun, { pinned, projection }: PageOnShow): Promise<Baggage> {
  const { model } = await run.model();
  const { epoch: present } = await run.encodings(null);
  const { record, frames, columns: offered } = run.summary();
  const { examples: count } = record.data;
  const columns = offered.filter(({ role }) => written.has(role));
  const codes = 4 * count * run.latent;
  const points = codes + 4 * count * columns.length;
  if (points > pageLimits.points) {
    const [megabytes, most] = [points, pageLimits.points].map((bytes) => Math.ceil(bytes / megabyte));
    throw new UserError('page.tooLarge', { megabytes, most });
  }
  const others = Int32Array.from(frames.filter((epoch) => epoch !== present));
  const epochs = [...spread(others, Math.floor(pageLimits.epochs / codes)), present].sort((a, b) => a - b);
  const layouts = await chooseLayouts(run, { present, epochs, projection, room: pageLimits.layouts });
  const decoderBytes = decoderVariables(model).reduce((sum, [, variable]) => sum + 4 * variable.size, 0);
  const isDecoderComputed = isComputed(model.config) && model.classes.length === 0;
  const withDecoder = isDecoderComputed && decoderBytes <= pageLimits.decoder;
  const bytes = bytesOfExample(record.data) * (withDecoder ? 1 : 2);
  return {
    present,
    epochs,
    allEpochs: others.length + 1,
    columns,
    computed: chooseComputed({ run, offered, layouts, projection, present, room: pageLimits.computed }),
    examples: chosenExamples(run, Math.max(1, Math.floor(pageLimits.examples / bytes)), pinned),
    layouts,
    allLayouts: (await run.layouts.list()).length,
    decoderBytes,
    isDecoderComputed,
    withDecoder,
  };
}

/** What E[x|z] takes: variances and the like are of the likelihood alone, and the codebook says which z there are. */
export function decoderVariables({ variables }: Autoencoder) {
  return [...variables].filter(
    ([name]) => (name.startsWith('decoder/') && !namesBeyondMean.includes(name)) || name === codebookName,
  );
}

/** As it is shown: bytes of pixels or characters, and cells of a row, as words. */
function bytesOfExample({ kind, shape }: DataSummary): number {
  const size = shape.reduce((product, length) => product * length, 1);
  if (kind === 'images') return size;
  return kind === 'text' ? shape[0] : 12 * size;
}

function chosenExamples({ data }: PagedRun, most: number, pinned: number | null): Int32Array {
  const there = data.kept ?? Int32Array.from({ length: data.examples }, (_, index) => index);
  const chosen = spread(there, most);
  if (pinned === null || chosen.includes(pinned)) return chosen;
  try {
    placeOf(data, pinned);
  } catch {
    return chosen;
  }
  return Int32Array.from([...chosen, pinned]).sort();
}
