import type { Encoding } from '../dataset';
import { posteriorOf, priorOf } from '../protocol/composition';
import type { RunRecord, WeightsInUse } from '../protocol/run';
import { opset } from './onnx/messages';
import type { PartName, Parts } from './parts';
import type { Named, Program, Shape } from './program';

/** What an exported model says of itself. Nothing in it is of the machine that it was trained on. */
export interface ModelDescription {
  readonly producer: 'Latent Lens';
  readonly version: string;
  /** Of this description. */
  readonly format: 1;
  readonly name: string;
  readonly family: string | null;
  readonly kind: string;
  readonly architecture: string;
  readonly likelihood: string;
  readonly posterior: string;
  readonly prior: string;
  readonly latent: number;
  /** That the weights were trained for. */
  readonly epoch: number;
  /** Of ONNX's operations. */
  readonly opset: number;
  readonly data: { readonly kind: string; readonly shape: readonly number[] };
  /** Of a model that knows classes: what the numbers of the input `class_number` mean. */
  readonly classes?: readonly string[];
  /** How raw data become what the network sees, which the model does by itself; and of categories and text what their numbers mean. */
  readonly preprocessing: Encoding;
  readonly parts: Readonly<Record<PartName, PartDescription>>;
}

interface PartDescription {
  readonly inputs: Readonly<Record<string, PortDescription>>;
  readonly outputs: Readonly<Record<string, PortDescription>>;
}

interface PortDescription {
  readonly type: string;
  readonly shape: readonly (number | string)[];
  readonly meaning: string;
}

type Described = Pick<RunRecord, 'name' | 'config' | 'data' | 'encoding'>;

export function describeModel(
  { name, config, data, encoding }: Described,
  classes: readonly string[],
  weights: Pick<WeightsInUse, 'epoch'>,
  programs: Parts<Program>,
  version: string,
): ModelDescription {
  const own = encoding as Encoding;
  const { model, family = null } = config;
  const portsOf = (ports: readonly Named[]) =>
    Object.fromEntries(
      ports.map(({ name: port, value: { type, shape } }) => [
        port,
        { type, shape: shape.map(lengthText), meaning: meaningOf(port, own) },
      ]),
    );
  const part = ({ inputs, outputs }: Program) => ({ inputs: portsOf(inputs), outputs: portsOf(outputs) });
  const { encoder, decoder, sampler, autoencoder } = programs;
  return {
    producer: 'Latent Lens',
    version,
    format: 1,
    name,
    family,
    kind: model.kind,
    architecture: model.architecture,
    likelihood: model.likelihood,
    posterior: model.kind === 'ae' ? 'point' : posteriorOf(model).name,
    prior: priorOf(model).name,
    latent: model.latent,
    epoch: weights.epoch,
    opset,
    data: { kind: data.kind, shape: data.shape },
    ...(classes.length > 0 && { classes }),
    preprocessing: own,
    parts: { encoder: part(encoder), decoder: part(decoder), sampler: part(sampler), autoencoder: part(autoencoder) },
  };
}

function lengthText(length: Shape[number]): number | string {
  if (typeof length === 'number') return length;
  return length.perExample === 1 ? 'batch' : `${length.perExample} batch`;
}

const meanings: Readonly<Record<string, string>> = {
  mean: 'E[z|x]',
  log_variance: 'log Var[z|x]',
  z: 'a code',
  noise: 'numbers drawn from N(0, 1)',
  uniform: 'numbers drawn uniformly from [0, 1)',
  class_number: 'the number of a class in the list of classes, -1 where it is not known',
  class_probabilities: 'q(y|x)',
  categories: 'for each column of categories the number of one in its list, -1 where it is not known',
  reconstructed_categories: 'for each column of categories the number of the most probable one',
  category_probabilities: 'the probabilities of the categories of all columns, one column after another',
  probabilities: 'the probability of each symbol at each place',
};

function meaningOf(port: string, { kind }: Encoding): string {
  if (port !== 'x' && port !== 'reconstruction') return meanings[port];
  const which = port === 'x' ? '' : ', the mean of p(x|z)';
  switch (kind) {
    case 'pixels':
      return `pixels as they are stored: height, width, channel${which}`;
    case 'columns':
      return `the numbers of a row, as they are stored${port === 'x' ? '; NaN where one is missing' : which}`;
    case 'text':
      return port === 'x'
        ? 'codes of symbols: 0 for padding at the end, 1 for one that the alphabet lacks, from 2 on those of the alphabet'
        : 'codes of the most probable symbols';
  }
}
