import { capabilitiesOf } from './capabilities';
import { classesOf } from './classes';
import { posteriorOf, priorOf } from './composition';
import type { ModelConfig } from './config';
import type { DataSummary, FeatureGroup } from './data';
import { embeddedGroups, groupsOfColumns } from './embeddings';
import { ladderOf } from './ladder';
import { likelihoods } from './likelihoods';
import { gruOf, symbolsRead, transformerOf, writes } from './networks';
import { type DiscreteCodes, discreteCodes, placesOf } from './posteriors';

/** What a layer does. `mean` and `logVariance` are the heads of the encoder; `covariance`
 * and `flow` make a posterior of these; `linear` is the way beside the network, `noise` the variance of the likelihood. */
export type PlannedKind =
  | 'input'
  | 'dense'
  | 'convolution'
  | 'transposed'
  | 'mean'
  | 'logVariance'
  | 'code'
  | 'codebook'
  | 'output'
  | 'linear'
  | 'noise'
  | 'covariance'
  | 'flow'
  | 'prior'
  | 'classes'
  | 'embedding'
  | 'column'
  | 'block'
  | 'recurrent';

export interface PlannedLayer {
  readonly kind: PlannedKind;
  readonly part: 'encoder' | 'classifier' | 'latent' | 'decoder';
  /** Of what comes out of it for one example: [units], or [height, width, channels]. */
  readonly shape: readonly number[];
  /** Numbers that are learned: kernel and bias. */
  readonly weights: number;
  /** Numbers inside of it that are kept of each example until the gradient is there. */
  readonly inner?: number;
}

/** A network as it is going to be, without one being made. */
export interface NetworkPlan {
  readonly layers: readonly PlannedLayer[];
  readonly weights: number;
}

/** Kernels of convolutions, as in src/model/layers.ts. */
const kernelEdge = 4;

/** What of data decides about a network. */
export type PlannedData = Pick<DataSummary, 'shape' | 'kind'> & Partial<Pick<DataSummary, 'columns' | 'label'>>;

type Dimensions = readonly [height: number, width: number, channels: number];

/** The layers that `src/model` makes of a configuration, for examples of a shape: the same weights, to the last one. */
export function planNetwork(config: ModelConfig, data: PlannedData): NetworkPlan {
  const model = ofLowestLayer(config);
  const { shape, kind, columns = [], label } = data;
  const classes = classesOf(model, { columns, label }).length;
  const groups = kind === 'table' ? groupsOfColumns(columns) : [];
  const network = networks[model.architecture];
  const layers = [
    ...(model.classes === 'inferred' ? classifier(model, network(model, shape, 0, groups), classes) : []),
    ...network(model, shape, classes, groups),
    ...linearPath(model, shape),
    ...noise(model, shape, kind),
    ...prior(model, shape),
  ];
  return { layers, weights: layers.reduce((sum, layer) => sum + layer.weights, 0) };
}

/** A ladder's network between example and z1: as if that were all of the code. */
function ofLowestLayer(model: ModelConfig): ModelConfig {
  const sizes = ladderOf(model);
  return sizes ? { ...model, latent: sizes[0], posterior: { ...model.posterior, sizes: [...sizes] } } : model;
}

/** The encoder's hidden layers once more, and the logits of the classes. */
function classifier(model: ModelConfig, layers: readonly PlannedLayer[], classes: number): PlannedLayer[] {
  const hidden = layers.filter(({ kind, part }) => part === 'encoder' && kind !== 'input');
  const last = (hidden.at(-1) ?? layers[0]).shape;
  // Of a text, what comes out of its places is made one.
  const width = writes(model.architecture) ? last[1] : size(last);
  return [
    ...hidden.map((layer): PlannedLayer => ({ ...layer, part: 'classifier' })),
    { kind: 'classes', part: 'classifier', shape: [classes], weights: denseWeights(width, classes) },
  ];
}

/** @param classes What the network is told beside the example, and beside the code. */
function dense(
  model: ModelConfig,
  shape: readonly number[],
  classes: number,
  groups: readonly FeatureGroup[],
): PlannedLayer[] {
  const features = size(shape);
  const { outputs = 1 } = likelihoods[model.likelihood];
  const layer = (part: PlannedLayer['part'], inputs: number, units: number): PlannedLayer => ({
    kind: 'dense',
    part,
    shape: [units],
    weights: denseWeights(inputs, units),
  });
  const embedded = embeddedGroups(model, groups);
  const read = embedded.reduce((width, column) => width + column.numbers - column.width, features);
  const widths = [read + classes, ...model.hidden];
  const mirrored = [model.latent + classes, ...model.hidden.toReversed()];
  return [
    { kind: 'input', part: 'encoder', shape, weights: 0 },
    ...embedded.map(
      ({ width, numbers }): PlannedLayer => ({
        kind: 'column',
        part: 'encoder',
        shape: [numbers],
        weights: (width + 1) * numbers,
      }),
    ),
    ...model.hidden.map((units, i) => layer('encoder', widths[i], units)),
    ...heads(model, shape, widths[widths.length - 1]),
    ...mirrored.slice(1).map((units, i) => layer('decoder', mirrored[i], units)),
    {
      kind: 'output',
      part: 'decoder',
      shape: outputs === 1 ? shape : [outputs * features],
      weights: denseWeights(mirrored[mirrored.length - 1], outputs * features),
    },
  ];
}

function convolutional(model: ModelConfig, shape: readonly number[], classes: number): PlannedLayer[] {
  const isText = shape.length === 2;
  const stages = halvings(isText ? [1, shape[0], shape[1]] : (shape as Dimensions), model.hidden);
  const shown = (stage: Dimensions) => (isText ? stage.slice(1) : stage);
  const kernel = (isText ? 1 : kernelEdge) * kernelEdge;
  const smallest = stages[stages.length - 1];
  const places = model.posterior?.places ? placesOf(model, shape) : 1;
  return [
    { kind: 'input', part: 'encoder', shape, weights: 0 },
    ...stages.slice(1).map(
      (stage, i): PlannedLayer => ({
        kind: 'convolution',
        part: 'encoder',
        shape: shown(stage),
        weights: (kernel * (stages[i][2] + (i === 0 ? classes : 0)) + 1) * stage[2],
      }),
    ),
    ...heads(model, shape, size(smallest)),
    {
      kind: 'dense',
      part: 'decoder',
      shape: shown(smallest),
      weights: denseWeights(model.latent / places + classes, size(smallest) / places),
    },
    ...stages
      .slice(0, -1)
      .toReversed()
      .map(
        (stage, i, all): PlannedLayer => ({
          kind: i === all.length - 1 ? 'output' : 'transposed',
          part: 'decoder',
          shape: shown(stage),
          weights: (kernel * stages[stages.length - 1 - i][2] + 1) * stage[2],
        }),
      ),
  ];
}

/** A stage is a block: two normalisations, two convolutions, and a shortcut. */
function residual(model: ModelConfig, shape: readonly number[], classes: number): PlannedLayer[] {
  const isText = shape.length === 2;
  const stages = halvings(isText ? [1, shape[0], shape[1]] : (shape as Dimensions), model.hidden);
  const shown = (stage: Dimensions) => (isText ? stage.slice(1) : stage);
  const area = (edge: number) => (isText ? edge : edge * edge);
  const convolution = (edge: number, channels: number, filters: number) => area(edge) * channels * filters;
  const block = (channels: number, filters: number, shortcut: number) =>
    2 * (channels + filters) +
    convolution(kernelEdge, channels, filters) +
    convolution(3, filters, filters) +
    convolution(shortcut, channels, filters);
  const smallest = stages[stages.length - 1];
  const widths = [model.hidden[0], ...model.hidden];
  const inner: Dimensions = [stages[0][0], stages[0][1], widths[0]];
  return [
    { kind: 'input', part: 'encoder', shape, weights: 0 },
    {
      kind: 'convolution',
      part: 'encoder',
      shape: shown(inner),
      weights: convolution(3, stages[0][2] + classes, widths[0]),
    },
    ...stages.slice(1).map(
      (stage, i, all): PlannedLayer => ({
        kind: 'block',
        part: 'encoder',
        shape: shown(stage),
        // The last one is normalised once more.
        weights: block(widths[i], stage[2], 1) + (i === all.length - 1 ? 2 * stage[2] : 0),
        inner: 3 * size(stage),
      }),
    ),
    ...heads(model, shape, size(smallest)),
    {
      kind: 'dense',
      part: 'decoder',
      shape: shown(smallest),
      weights: denseWeights(model.latent + classes, size(smallest)),
    },
    ...model.hidden
      .map(
        (channels, i): PlannedLayer => ({
          kind: 'block',
          part: 'decoder',
          shape: shown([stages[i][0], stages[i][1], widths[i]]),
          weights: block(channels, widths[i], 2) + (i === 0 ? 2 * widths[0] : 0),
          inner: 3 * stages[i][0] * stages[i][1] * widths[i],
        }),
      )
      .toReversed(),
    { kind: 'output', part: 'decoder', shape, weights: convolution(3, widths[0], stages[0][2]) + stages[0][2] },
  ];
}

/** A block is attention and a feed-forward layer, each normalised before. */
function transformer(model: ModelConfig, shape: readonly number[], classes: number): PlannedLayer[] {
  const [length, symbols] = shape;
  const { width, heads: attentions } = transformerOf(model);
  const places = [length, width];
  const embedding = (part: 'encoder' | 'decoder', rows: number, beside = 0): PlannedLayer => ({
    kind: 'embedding',
    part,
    shape: places,
    weights: (rows + length) * width + beside,
  });
  const blocks = (part: 'encoder' | 'decoder', units: readonly number[]) =>
    units.map(
      (units, i): PlannedLayer => ({
        kind: 'block',
        part,
        shape: places,
        weights:
          4 * width +
          3 * width * width +
          denseWeights(width, width) +
          denseWeights(width, units) +
          denseWeights(units, width) +
          // The last one is normalised once more.
          (i === model.hidden.length - 1 ? 2 * width : 0),
        // Shares of attention, and what the parts of a block give each other.
        inner: length * (attentions * length + 6 * width + units),
      }),
    );
  return [
    { kind: 'input', part: 'encoder', shape, weights: 0 },
    embedding('encoder', symbols + classes),
    ...blocks('encoder', model.hidden),
    ...heads(model, shape, width),
    embedding('decoder', symbolsRead(model, symbols), denseWeights(model.latent + classes, width)),
    ...blocks('decoder', model.hidden.toReversed()),
    { kind: 'output', part: 'decoder', shape, weights: denseWeights(width, symbols) },
  ];
}

/** A recurrent layer has three gates, each with two products and two biases. */
function gru(model: ModelConfig, shape: readonly number[], classes: number): PlannedLayer[] {
  const [length, symbols] = shape;
  const { width } = gruOf(model);
  const code = model.latent + classes;
  const embedding = (part: 'encoder' | 'decoder', weights: number): PlannedLayer => ({
    kind: 'embedding',
    part,
    shape: [length, width],
    weights,
  });
  const layers = (part: 'encoder' | 'decoder', units: readonly number[]) =>
    units.map(
      (own, i): PlannedLayer => ({
        kind: 'recurrent',
        part,
        shape: [length, own],
        weights:
          3 * (denseWeights([width, ...units][i], own) + denseWeights(own, own)) +
          // In a decoder the code gives the first state.
          (part === 'decoder' ? denseWeights(code, own) : 0),
        // What the places bring to the gates. Their values are computed once more where the gradient is.
        inner: 3 * length * own,
      }),
    );
  return [
    { kind: 'input', part: 'encoder', shape, weights: 0 },
    embedding('encoder', (symbols + classes) * width),
    ...layers('encoder', model.hidden),
    ...heads(model, shape, model.hidden.at(-1) ?? width),
    embedding('decoder', symbolsRead(model, symbols) * width + denseWeights(code, width)),
    ...layers('decoder', model.hidden.toReversed()),
    { kind: 'output', part: 'decoder', shape, weights: denseWeights(model.hidden[0] ?? width, symbols) },
  ];
}

const networks: Readonly<
  Record<
    ModelConfig['architecture'],
    (model: ModelConfig, shape: readonly number[], classes: number, groups: readonly FeatureGroup[]) => PlannedLayer[]
  >
> = { dense, conv: convolutional, residual, transformer, gru };

/** What leads from the last hidden layer to the code, and the code itself. */
function heads(model: ModelConfig, example: readonly number[], width: number): PlannedLayer[] {
  const { latent } = model;
  const codes = discreteCodes(model, example);
  if (codes) return codeHead(model, codes, example, width);
  const head = { part: 'latent', shape: [latent], weights: denseWeights(width, latent) } as const;
  const mean: PlannedLayer = { kind: 'mean', ...head };
  if (!capabilitiesOf(model).spread) return [mean];
  return [
    mean,
    { kind: 'logVariance', ...head },
    ...posterior(model, width),
    { kind: 'code', part: 'latent', shape: [ladderOf(model)?.reduce((sum, size) => sum + size) ?? latent], weights: 0 },
  ];
}

/** What a posterior has beside mean and log-variance. */
function posterior(model: ModelConfig, width: number): PlannedLayer[] {
  const { latent } = model;
  const { name, layers, width: units } = posteriorOf(model);
  const flows = (weights: number) =>
    Array.from({ length: layers }, (): PlannedLayer => ({ kind: 'flow', part: 'latent', shape: [latent], weights }));
  switch (name) {
    case 'diagonal':
      return [];
    case 'ladder':
      return upperLayers(ladderOf(model) ?? [], width, units);
    case 'full-covariance':
      return [
        { kind: 'covariance', part: 'latent', shape: [latent, latent], weights: denseWeights(width, latent * latent) },
      ];
    case 'planar':
      return flows(denseWeights(width, 2 * latent + 1));
    case 'iaf':
      return flows(denseWeights(width, units) + latent * units + 2 * denseWeights(units, latent));
    default:
      throw new Error(`A posterior that is ${name} has no log-variance`);
  }
}

/**
 * The way up a ladder from the last hidden layer to the top, and the way down again to where each layer has the one below, once for each of
 * encoder and decoder.
 */
function upperLayers(sizes: readonly number[], width: number, units: number): PlannedLayer[] {
  const dense = (kind: PlannedKind, shape: readonly number[], inputs: number, inner = 0): PlannedLayer => ({
    kind,
    part: 'latent',
    shape,
    weights: denseWeights(inputs, shape[0]),
    inner,
  });
  const above = sizes.slice(1);
  const up = above.flatMap((size, below) => [
    dense('dense', [units], below === 0 ? width : units),
    dense('mean', [size], units),
    dense('logVariance', [size], units),
  ]);
  const down = above.flatMap((size, below) => [
    dense('dense', [units], size, units),
    dense('mean', [sizes[below]], units, sizes[below]),
    dense('logVariance', [sizes[below]], units, sizes[below]),
  ]);
  return [...up, ...down];
}

/** The weights of a prior. */
function prior(model: ModelConfig, shape: readonly number[]): PlannedLayer[] {
  const { latent } = model;
  const { name, components, layers, width } = priorOf(model);
  const own = (shape: readonly number[], weights: number): PlannedLayer[] => [
    { kind: 'prior', part: 'latent', shape, weights },
  ];
  switch (name) {
    case 'standard':
      return [];
    case 'mixture':
      return own([components, latent], components * (2 * latent + 1));
    case 'vamp':
      return own([components, ...shape], components * size(shape));
    case 'realnvp':
      return own([latent], layers * (denseWeights(latent, width) + 2 * denseWeights(width, latent)));
  }
}

/** What codes are chosen by, at each place by itself or of all; and where they are vectors, these, and how much each is used. */
function codeHead(model: ModelConfig, codes: DiscreteCodes, example: readonly number[], width: number): PlannedLayer[] {
  const { latent, posterior } = model;
  const places = posterior?.places ? placesOf(model, example) : 1;
  const own = places > 1 ? [places, latent / places] : [latent];
  const weights = denseWeights(width / places, latent / places);
  const code: PlannedLayer = { kind: 'code', part: 'latent', shape: own, weights };
  if (codes.name !== 'quantised') return [code];
  const vectors = [codes.codes, codes.width];
  return [code, { kind: 'codebook', part: 'latent', shape: vectors, weights: (codes.width + 1) * codes.codes }];
}

/** The linear way from examples to codes and back, and the mean of the examples. */
function linearPath({ linearPath, latent }: ModelConfig, shape: readonly number[]): PlannedLayer[] {
  const features = size(shape);
  return linearPath ? [{ kind: 'linear', part: 'decoder', shape, weights: 2 * features * latent + features }] : [];
}

/** What a likelihood learns itself, such as its variance. */
function noise({ likelihood, kind }: ModelConfig, shape: readonly number[], data: DataSummary['kind']): PlannedLayer[] {
  const count = likelihoods[likelihood].learned?.(size(shape), { data, model: kind }) ?? 0;
  if (count === 0) return [];
  return [{ kind: 'noise', part: 'decoder', shape: [count], weights: count }];
}

function halvings(first: Dimensions, filters: readonly number[]): Dimensions[] {
  const stages = [first];
  for (const count of filters) {
    const [height, width] = stages[stages.length - 1];
    stages.push([Math.ceil(height / 2), Math.ceil(width / 2), count]);
  }
  return stages;
}

function denseWeights(inputs: number, units: number): number {
  return (inputs + 1) * units;
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
