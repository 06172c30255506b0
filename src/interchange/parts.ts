import * as tf from '@tensorflow/tfjs';
import type { Autoencoder } from '../model/autoencoder';
import { type Classes, numbered } from '../model/classes';
import type { Posterior } from '../model/posteriors/posterior';
import { programOf } from './free-batch';
import type { Program } from './program';
import type { RawData } from './raw-data';
import type { Part, Ports } from './recording';

/** The parts of a model that others can compute with. */
export interface Parts<T> {
  /** Raw data to q(z|x). */
  readonly encoder: T;
  /** z to raw data. */
  readonly decoder: T;
  /** Noise to draws from p(z), and what they are decoded to. */
  readonly sampler: T;
  /** Raw data and noise to a draw from q(z|x), and what it is decoded to. */
  readonly autoencoder: T;
}
export type PartName = keyof Parts<unknown>;

/** The parts of a model as it is after training: nothing is left out at random, and all chance is an input. */
export function programsOf(model: Autoencoder, data: RawData): Parts<Program> {
  const { encoder, decoder, sampler, autoencoder } = partsOf(model, data);
  const of = (part: Part) => programOf(part, model.variables);
  return { encoder: of(encoder), decoder: of(decoder), sampler: of(sampler), autoencoder: of(autoencoder) };
}

/** As functions of whatever they are given. */
export function partsOf(model: Autoencoder, data: RawData): Parts<Part> {
  const { latent } = model.config;
  const decode = (z: tf.Tensor2D, classes: Classes, x?: tf.Tensor2D) =>
    data.write(model.decode(z, { classes }).mean(x));
  const encode = (ports: Ports) => {
    const x = data.read(ports);
    const { classes, probabilities } = classesOf(model, ports, x);
    const q = model.encode(x, { classes });
    return { x, classes, q, given: { ...momentsOf(q), ...(probabilities && { class_probabilities: probabilities }) } };
  };
  return {
    encoder: (ports) => encode(ports).given,
    decoder(ports) {
      const z = ports.input('z', [latent]) as tf.Tensor2D;
      return decode(model.nearestCode(z), givenClasses(model, ports));
    },
    sampler(ports) {
      const z = model.prior.draw(ports.noise);
      return { z, ...decode(z, givenClasses(model, ports)) };
    },
    autoencoder(ports) {
      const { x, classes, q, given } = encode(ports);
      const { z } = q.draw(ports.noise);
      return { ...given, z, ...decode(z, classes, x) };
    },
  };
}

function momentsOf({ mean, logVar }: Posterior): Readonly<Record<string, tf.Tensor>> {
  return { mean, ...(logVar && { log_variance: logVar }) };
}

/** By an input, its number in the list of classes, -1 where it is not known. Python takes no input of the name `class`. */
function givenClasses({ classes }: Autoencoder, ports: Ports): Classes {
  if (classes.length === 0) return undefined;
  return numbered(ports.input('class_number', [], 'int32') as tf.Tensor1D, classes.length);
}

/** A model that infers classes has the most probable one of each example. */
function classesOf(model: Autoencoder, ports: Ports, x: tf.Tensor2D) {
  if (!model.classify) return { classes: givenClasses(model, ports) };
  const logits = model.classify(x);
  return { classes: numbered(tf.argMax(logits, 1), model.classes.length), probabilities: tf.softmax(logits) };
}
