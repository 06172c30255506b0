import * as tf from '@tensorflow/tfjs';
import type { Dataset } from '../dataset';
import { scoped } from '../graph';
import type { Autoencoder } from '../model/autoencoder';
import { numbered } from '../model/classes';
import { type Objective, reconstructionTerm } from '../model/objectives';
import type { Tap } from '../model/tap';
import type { Optimizer } from '../optimise';
import { noiseOf } from './eager-model';
import { gatherBatch } from './examples';
import { differentiate } from './step';

/** What a step is taken with. */
export interface InspectedStep {
  readonly model: Autoencoder;
  readonly objective: Objective;
  readonly optimizer: Pick<Optimizer, 'variables'>;
  /** The examples of the step, one after another. */
  readonly examples: Pick<Dataset, 'summary' | 'values'>;
  /** Of a model that knows classes: that of each example, by its number. */
  readonly classes?: Int32Array;
  readonly seed: readonly [number, number];
  readonly scalars: Readonly<Record<string, number>>;
}

/**
 * The name of the first tensor of a training step that has a number that is not finite, in the order in which they are computed:
 * `inputs`, hidden layers, `encoder/mean`, `z`, `decoder/output`, terms of the loss, gradients. Null where all are finite.
 * Nothing is changed.
 */
export function firstNotFinite(step: InspectedStep): string | null {
  return scoped(() => {
    for (const name of namesNotFinite(step)) return name;
    return null;
  });
}

function* namesNotFinite({
  model,
  objective,
  optimizer,
  examples,
  classes: numbers,
  seed,
  scalars,
}: InspectedStep): Generator<string> {
  const { summary } = examples;
  const indices = Int32Array.from({ length: summary.examples }, (_, i) => i);
  const x = gatherBatch(examples, indices);
  const noise = noiseOf(summary.examples, seed);
  const told = numbers && numbered(tf.tensor1d(numbers, 'int32'), model.classes.length);
  if (!areFinite(x)) yield 'inputs';

  const layers: string[] = [];
  const tap: Tap = (hidden, layer) => {
    if (!areFinite(hidden)) layers.push(layer);
    return hidden;
  };
  const classes = model.classesOf(x, told);
  const posterior = model.encode(x, { classes, tap });
  yield* layers.splice(0);
  if (!areFinite(posterior.mean)) yield 'encoder/mean';
  if (posterior.logVar && !areFinite(posterior.logVar)) yield 'encoder/log_var';
  const { z } = posterior.draw(noise);
  if (!areFinite(z)) yield 'z';
  const output = model.decode(z, { classes, tap });
  yield* layers.splice(0);
  if (!areFinite(output.mean())) yield 'decoder/output';
  if (!areFinite(reconstructionTerm(model, x, output))) yield 'reconstruction';

  const parts = () => [{ x, classes: told, noise }];
  const { losses, gradients, updates } = differentiate(objective, parts, scalars, optimizer.variables);
  const [loss, ...terms] = losses.dataSync();
  tf.dispose([losses, ...updates.map(({ value }) => value)]);
  for (const [i, name] of objective.terms.entries()) if (!Number.isFinite(terms[i])) yield name;
  if (!Number.isFinite(loss)) yield 'loss';
  const names = new Map([...model.variables].map(([name, variable]) => [variable, name]));
  for (const [i, variable] of optimizer.variables.entries()) {
    if (!areFinite(gradients[i])) yield `gradient of ${names.get(variable)}`;
  }
}

/** The name of the first weight of a model that is not finite. */
export function firstWeightNotFinite({ variables }: Autoencoder): string | null {
  for (const [name, variable] of variables) if (!areFinite(variable)) return name;
  return null;
}

function areFinite(tensor: tf.Tensor): boolean {
  return tensor.dataSync().every(Number.isFinite);
}
