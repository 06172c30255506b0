import * as v from 'valibot';
import { byEpochLimits } from '../protocol/by-epoch';
import { mostSwapped } from '../protocol/code-lists';
import { ColumnLayout } from '../protocol/column-layout';
import { mostCompared, OtherRun, ShownRun } from '../protocol/compare';
import { mostTemperature } from '../protocol/config/network';
import { DirectionAxis } from '../protocol/direction-axis';
import { directionKinds, directionLimits } from '../protocol/directions';
import { tableFormats } from '../protocol/export';
import { failureKinds } from '../protocol/failures';
import { filmCodecs, filmLimits } from '../protocol/film';
import { largestGiven, longestGiven } from '../protocol/given';
import { WantedMeasures } from '../protocol/kept-measures';
import { PacmapParams, TsneParams, UmapParams } from '../protocol/layout';
import type { PanelMethods, PanelState } from '../protocol/panel';
import { mostPathPoints, pathKinds, pathPieces } from '../protocol/paths';
import { mostDraws } from '../protocol/posterior-bodies';
import { SelectionChange } from '../protocol/selections';
import { mostTrailEpochs } from '../protocol/trails';
import { traversalLimits } from '../protocol/traversals';
import type { ParamsSchemas } from './webview-messages';

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const position = v.tuple([finite, finite, finite]);
const axis = v.pipe(v.number(), v.integer(), v.minValue(-1));
/** One bit for each of 2^31 examples at most. */
const exampleSet = v.pipe(
  v.instance(Uint32Array),
  v.check((set) => set.length <= 2 ** 26),
);
const part = { of: v.optional(exampleSet) };
const layouts = [
  v.strictObject({ ...UmapParams.entries, ...part }),
  v.strictObject({ ...TsneParams.entries, ...part }),
  v.strictObject({ ...PacmapParams.entries, ...part }),
] as const;
const aligned = { alignedTo: v.optional(v.nullable(index)), onto: v.optional(ShownRun) };
const linear = [
  v.strictObject({ kind: v.literal('axes'), axes: v.tuple([axis, axis, axis]), ...aligned }),
  v.strictObject({
    kind: v.literal('pca'),
    dims: v.optional(v.literal(2)),
    along: v.optional(DirectionAxis),
    ...aligned,
  }),
] as const;
const projection = v.variant('kind', [...linear, ...layouts, ColumnLayout]);
const onShow = { pinned: v.nullable(index), projection: v.nullable(projection) };
const ofEpoch = { epoch: v.optional(v.nullable(index)) };
const code = v.pipe(
  v.instance(Float32Array),
  v.check((z) => z.length > 0 && z.length <= 1024 && z.every(Number.isFinite)),
);
const pathPoint = v.union([v.strictObject({ example: index }), v.strictObject({ code })]);
/** Of a decoder that writes. */
const temperature = v.optional(v.nullable(v.pipe(finite, v.minValue(0), v.maxValue(mostTemperature))));
/** Around which code, and how it is shown and decoded. */
const beside = { around: v.optional(pathPoint), projection, ofClass: v.optional(v.nullable(index)), ...ofEpoch };
const screenAxis = v.pipe(index, v.maxValue(2));
const columnName = v.pipe(v.string(), v.maxLength(1000));
const nothing = v.strictObject({});
/** More than any run has. */
const mostExamples = 2 ** 28;
const examples = v.nullable(
  v.pipe(
    v.instance(Uint32Array),
    v.check(
      (indices) => indices.length <= mostExamples && indices.every((each, i) => i === 0 || each > indices[i - 1]),
    ),
  ),
);
/** A picture of 8,192 x 8,192 pixels, none of which is like another. */
const largestFile = 2 ** 28;
/** Examples in one answer: more than a screen shows, less than would stall the panel. */
const count = v.pipe(index, v.maxValue(1024));

const sharedCamera = v.strictObject({ layout: v.pipe(v.string(), v.maxLength(20)), position, target: position });

const few = v.pipe(index, v.minValue(1), v.maxValue(1024));

const atMost = (most: number) => v.pipe(index, v.minValue(1), v.maxValue(most));
/** A word of WebCodecs' own lists, which grow. */
const colourWord = v.optional(v.nullable(v.pipe(v.string(), v.maxLength(40))));
const bytes = v.pipe(
  v.instance(Uint8Array),
  v.check(({ length }) => length <= largestFile),
);
const filmPlan = v.pipe(
  v.strictObject({
    words: v.pipe(v.string(), v.maxLength(200)),
    format: v.picklist(['webm', 'png']),
    width: atMost(filmLimits.edge),
    height: atMost(filmLimits.edge),
    framesPerSecond: atMost(filmLimits.framesPerSecond),
    frames: atMost(filmLimits.frames),
    codec: v.optional(
      v.strictObject({ name: v.picklist(filmCodecs), profile: v.pipe(v.string(), v.regex(/^(vp8|vp09[.\d]{1,30})$/)) }),
    ),
  }),
  v.check(({ format, codec }) => (format === 'webm') === (codec !== undefined)),
);
const filmPictures = v.pipe(
  v.array(
    v.strictObject({
      content: bytes,
      isKey: v.boolean(),
      colours: v.optional(
        v.strictObject({
          primaries: colourWord,
          transfer: colourWord,
          matrix: colourWord,
          fullRange: v.optional(v.nullable(v.boolean())),
        }),
      ),
    }),
  ),
  v.maxLength(1024),
);

const givenContent = v.variant('kind', [
  v.strictObject({
    kind: v.literal('picture'),
    bytes: v.pipe(
      v.instance(Uint8Array),
      v.check(({ length }) => length <= largestGiven),
    ),
  }),
  v.strictObject({ kind: v.literal('text'), text: v.pipe(v.string(), v.maxLength(longestGiven)) }),
]);

/** What each method of the panel accepts. */
export const panelParams: ParamsSchemas<PanelMethods> = {
  start: nothing,
  stop: nothing,
  resume: nothing,
  trainFurther: nothing,
  fork: v.strictObject({ epoch: v.nullable(index) }),
  useWeights: v.strictObject({ choice: v.picklist(['newest', 'best']) }),
  locateData: nothing,
  readDataAgain: nothing,
  showLog: nothing,
  revealSource: v.strictObject({ index }),
  exportTable: v.strictObject({
    format: v.picklist(tableFormats),
    content: v.strictObject({
      kind: v.picklist(['coordinates', 'latents', 'columns']),
      epoch: v.nullable(index),
      projection,
      withColumns: v.boolean(),
    }),
    examples,
  }),
  exportSelection: v.strictObject({ use: v.picklist(['list', 'dataset', 'exclude']), examples }),
  saveFile: v.strictObject({
    words: v.pipe(v.string(), v.maxLength(200)),
    ending: v.picklist(['.png', '.svg', '.npy', '.csv', '.latentview.json']),
    content: bytes,
  }),
  beginFilm: filmPlan,
  addToFilm: v.strictObject({ pictures: filmPictures }),
  endFilm: nothing,
  abandonFilm: nothing,
  saveView: v.strictObject({
    view: v.record(v.string(), v.unknown()),
    camera: v.nullable(v.strictObject({ position, target: position })),
  }),
  pagePlan: v.strictObject(onShow),
  exportPage: v.strictObject({ state: v.unknown(), ...onShow }),
  openView: nothing,
  latents: v.strictObject({ epoch: v.nullable(index), projection }),
  column: v.strictObject({
    name: columnName,
    epoch: v.optional(v.nullable(index)),
    projection: v.optional(projection),
  }),
  examples: v.strictObject({ indices: v.pipe(v.array(index), v.maxLength(1024)) }),
  inspect: v.strictObject({ index, projection, ...ofEpoch }),
  decode: v.strictObject({
    position,
    projection,
    from: v.nullable(index),
    base: v.optional(code),
    ofClass: v.optional(v.nullable(index)),
    temperature,
    ...ofEpoch,
  }),
  nearest: v.strictObject({ z: code, ...ofEpoch }),
  support: v.strictObject({ z: code, from: v.nullable(index), ofClass: v.optional(v.nullable(index)), ...ofEpoch }),
  dimensionEffects: v.strictObject({ ...ofEpoch }),
  trails: v.strictObject({
    of: exampleSet,
    epochs: v.pipe(v.array(index), v.maxLength(mostTrailEpochs)),
    projection,
  }),
  encodeGiven: v.strictObject({ content: givenContent, projection, ...ofEpoch }),
  nearestInputs: v.strictObject({ index }),
  nearestInputsOfGiven: v.strictObject({ content: givenContent }),
  failures: v.strictObject({ kinds: v.optional(v.array(v.picklist(failureKinds))), top: count, ...ofEpoch }),
  path: v.strictObject({
    kind: v.picklist(pathKinds),
    points: v.pipe(v.array(pathPoint), v.minLength(2), v.maxLength(mostPathPoints)),
    pieces: v.pipe(index, v.minValue(pathPieces.least), v.maxValue(pathPieces.most)),
    begin: v.optional(v.picklist(['straight', 'graph'])),
    projection,
    ofClass: v.optional(v.nullable(index)),
    ...ofEpoch,
  }),
  posteriorBodies: v.strictObject({
    of: exampleSet,
    most: v.pipe(index, v.maxValue(mostDraws)),
    projection: v.variant('kind', [...linear]),
    ...ofEpoch,
  }),
  sigmaHistograms: v.strictObject({ ...ofEpoch }),
  correct: v.strictObject({
    row: index,
    correction: v.nullable(
      v.variant('kind', [
        v.strictObject({ kind: v.literal('exclude') }),
        v.strictObject({ kind: v.literal('right') }),
        v.strictObject({ kind: v.literal('relabel'), label: columnName }),
      ]),
    ),
  }),
  showProblems: nothing,
  direction: v.strictObject({
    kind: v.picklist(directionKinds),
    a: exampleSet,
    b: exampleSet,
    from: v.pipe(v.array(pathPoint), v.minLength(1), v.maxLength(directionLimits.points)),
    factors: v.pipe(v.array(finite), v.minLength(1), v.maxLength(directionLimits.factors)),
    seed: index,
    projection,
    ofClass: v.optional(v.nullable(index)),
    ...ofEpoch,
  }),
  traversals: v.strictObject({
    ...beside,
    dimensions: v.pipe(v.array(index), v.minLength(1), v.maxLength(traversalLimits.dimensions)),
    steps: v.pipe(index, v.minValue(2), v.maxValue(traversalLimits.steps)),
    reach: v.pipe(finite, v.gtValue(0), v.maxValue(traversalLimits.reach)),
  }),
  manifold: v.strictObject({
    ...beside,
    plane: v.pipe(
      v.tuple([screenAxis, screenAxis]),
      v.check(([across, up]) => across !== up),
    ),
    side: v.pipe(index, v.minValue(2), v.maxValue(traversalLimits.side)),
  }),
  priorFit: v.strictObject({ projection, seed: index, ...ofEpoch }),
  compare: v.strictObject({ others: v.pipe(v.array(OtherRun), v.maxLength(mostCompared)), ...ofEpoch }),
  neighboursInCommon: v.strictObject({ other: OtherRun, ...ofEpoch }),
  decodeByOther: v.strictObject({
    z: code,
    other: OtherRun,
    from: v.nullable(index),
    ofClass: v.optional(v.nullable(index)),
    ...ofEpoch,
  }),
  samples: v.strictObject({
    count,
    seed: index,
    projection,
    ofClass: v.optional(v.nullable(index)),
    temperature,
    ...ofEpoch,
  }),
  byEpoch: v.strictObject({
    indices: v.pipe(v.array(index), v.minLength(1), v.maxLength(byEpochLimits.examples)),
    draws: atMost(byEpochLimits.draws),
    seed: index,
    ...ofEpoch,
  }),
  codeLists: v.strictObject(ofEpoch),
  swapCode: v.strictObject({
    of: pathPoint,
    part: index,
    numbers: v.pipe(v.array(index), v.maxLength(mostSwapped)),
    projection,
    ofClass: v.optional(v.nullable(index)),
    ...ofEpoch,
  }),
  layOut: v.strictObject({ epoch: v.nullable(index), layout: v.variant('kind', [...layouts]) }),
  stopLayout: nothing,
  layouts: nothing,
  reconstructions: v.strictObject({
    order: v.picklist(['worst', 'best', 'data']),
    filter: v.nullable(v.strictObject({ column: columnName, category: index })),
    split: v.optional(v.picklist(['train', 'validation'])),
    offset: index,
    count,
    ...ofEpoch,
  }),
  around: v.strictObject({
    of: exampleSet,
    count: few,
    place: v.picklist(['each', 'centre']),
    by: v.optional(v.picklist(['codes', 'data'])),
    ...ofEpoch,
  }),
  latentMoments: v.strictObject({ of: exampleSet, ...ofEpoch }),
  sheet: v.strictObject({ of: exampleSet, count }),
  axesOf: OtherRun,
  link: v.strictObject({ on: v.boolean() }),
  share: v.strictObject({
    words: v.pipe(v.string(), v.maxLength(1000)),
    goesOn: v.boolean(),
    selection: v.optional(v.nullable(exampleSet)),
    pinned: v.optional(v.nullable(index)),
    epoch: v.optional(v.nullable(index)),
    camera: v.optional(v.nullable(sharedCamera)),
  }),
  selections: nothing,
  keepSelections: SelectionChange,
  keptMeasures: nothing,
  measure: v.strictObject({ only: WantedMeasures }),
};

const State = v.object({ run: v.pipe(v.string(), v.minLength(1)), view: v.optional(v.unknown()) });

/** What a panel left with the editor; undefined when it never had a run. */
export function readPanelState(state: unknown): PanelState | undefined {
  const result = v.safeParse(State, state);
  return result.success ? result.output : undefined;
}
