import * as v from 'valibot';
import { UmapParams } from '../protocol/layout';
import type { PanelMethods, PanelState } from '../protocol/panel';
import type { ParamsSchemas } from './webview-messages';

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const position = v.tuple([finite, finite, finite]);
const axis = v.pipe(v.number(), v.integer(), v.minValue(-1));
const projection = v.variant('kind', [
  v.strictObject({ kind: v.literal('axes'), axes: v.tuple([axis, axis, axis]) }),
  v.strictObject({ kind: v.literal('pca') }),
  v.strictObject({ kind: v.literal('umap'), ...UmapParams.entries }),
]);
const code = v.pipe(
  v.instance(Float32Array),
  v.check((z) => z.length > 0 && z.length <= 1024 && z.every(Number.isFinite)),
);
const columnName = v.pipe(v.string(), v.maxLength(1000));
const nothing = v.strictObject({});
/** Examples in one answer: more than a screen shows, less than would stall the panel. */
const count = v.pipe(index, v.maxValue(1024));

/** What each method of the panel accepts. */
export const panelParams: ParamsSchemas<PanelMethods> = {
  start: nothing,
  stop: nothing,
  resume: nothing,
  trainFurther: nothing,
  useWeights: v.strictObject({ choice: v.picklist(['newest', 'best']) }),
  locateData: nothing,
  readDataAgain: nothing,
  showLog: nothing,
  revealSource: v.strictObject({ index }),
  latents: v.strictObject({ epoch: v.nullable(index), projection }),
  column: v.strictObject({ name: columnName }),
  examples: v.strictObject({ indices: v.pipe(v.array(index), v.maxLength(1024)) }),
  inspect: v.strictObject({ index, projection }),
  decode: v.strictObject({ position, projection, from: v.nullable(index) }),
  nearest: v.strictObject({ z: code }),
  samples: v.strictObject({ count, seed: index, projection }),
  layOut: v.strictObject({ epoch: v.nullable(index), params: UmapParams }),
  layouts: nothing,
  reconstructions: v.strictObject({
    order: v.picklist(['worst', 'best', 'data']),
    filter: v.nullable(v.strictObject({ column: columnName, category: index })),
    split: v.optional(v.picklist(['train', 'validation'])),
    offset: index,
    count,
  }),
};

const State = v.object({ run: v.pipe(v.string(), v.minLength(1)), view: v.optional(v.unknown()) });

/** What a panel left with the editor; undefined when it never had a run. */
export function readPanelState(state: unknown): PanelState | undefined {
  const result = v.safeParse(State, state);
  return result.success ? result.output : undefined;
}
