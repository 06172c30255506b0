import { render } from '../../dataset';
import { type ShownExamples, shownKinds } from '../../report/facts';
import type { OpenMeasured } from '../measuring/measure-run';
import type { DataPart } from '../measuring/measured-data';

/** Of each kind. */
const each = 8;

/** Those of the judged examples that the run rebuilds worst, in the middle, and best, by the reconstruction term. */
export async function chooseShown({ context, data, ...opened }: OpenMeasured): Promise<ShownExamples> {
  const { reconstruction } = await context.judged.losses();
  const order = Array.from(reconstruction.keys()).sort((a, b) => reconstruction[b] - reconstruction[a]);
  const count = Math.min(each, Math.floor(order.length / shownKinds.length) || 1);
  const middle = Math.max(0, (order.length - count) >> 1);
  const chosen = [order.slice(0, count), order.slice(middle, middle + count), order.slice(-count).reverse()];
  const { judged } = data;
  const places = Int32Array.from(chosen.flat(), (row) => judged.indices[row]);
  const originals = opened.examplesOf({ ...judged, indices: places }).originals();
  return {
    kinds: chosen.flatMap((rows, kind) => rows.map(() => shownKinds[kind])),
    indices: judged.kept ? places.map((place) => judged.kept?.[place] ?? place) : places,
    originals: render(originals, judged.dataset.encoding),
    by: [],
  };
}

/** What a run makes of examples that another one chose; undefined where it does not have them all. */
export async function rebuildShown(
  { data, ...opened }: OpenMeasured,
  run: number,
  { indices }: ShownExamples,
): Promise<ShownExamples['by'][number] | undefined> {
  const places = placesOf(data.judged, indices);
  if (!places) return undefined;
  const examples = opened.examplesOf({ ...data.judged, indices: places });
  const { encoding } = data.judged.dataset;
  const reconstructions = render(await examples.reconstructions(), encoding);
  const { reconstruction: errors } = await examples.losses();
  return { run, reconstructions, errors };
}

function placesOf({ kept, dataset }: DataPart, indices: Int32Array): Int32Array | null {
  const places = kept ? indices.map((index) => kept.indexOf(index)) : indices;
  return places.every((place) => place >= 0 && place < dataset.summary.examples) ? places : null;
}
