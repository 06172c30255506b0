import * as tf from '@tensorflow/tfjs';
import type { Autoencoder } from '../model/autoencoder';
import { objective } from '../model/objective';
import { type AdamConstants, type AdamSlot, applyAdam } from './adam';
import { type DataType, dataTypes } from './data-type';
import { gatherExamples, type NativeExamples } from './examples';
import { Graph, type Node, type Output } from './graph';
import { repeat } from './loop';
import { type Binding, nativeBackend } from './native';
import { statelessNormal } from './noise';
import { binary, constant, finite, gather, pack, placeholder } from './operations';
import { record } from './recorder';
import { ResidentVariables } from './resident';
import { Session } from './session';

/** What is trained, how, and on what. */
export interface TrainingSubject {
  readonly model: Autoencoder;
  readonly examples: NativeExamples;
  /** One for each variable of the model. */
  readonly slots: readonly AdamSlot[];
  readonly adam: AdamConstants;
  /** Nats per latent dimension that cost nothing. */
  readonly freeBits: number;
}

/** Consecutive steps with batches of one size. */
export interface Steps {
  readonly batchSize: number;
  /** Examples of all steps, by index: steps x batchSize. */
  readonly batches: Int32Array;
  /** Of each step's noise: steps x 2. Equal seeds draw equal noise. */
  readonly seeds: Int32Array;
  /** The weight of the KL divergence in each step. */
  readonly betas: Float32Array;
  /** Adam's rate in each step, with its bias correction. */
  readonly rates: Float32Array;
}

/** Sums over steps of the batches' means, nats per example. */
export interface StepSums {
  /** Steps taken. Fewer than asked for if the loss was no finite number: that step was the last. */
  readonly steps: number;
  readonly loss: number;
  readonly reconstruction: number;
  readonly kl: number;
}

/**
 * Training steps of a model as native graphs. A call takes many of them, and holds the process as long; model and
 * optimiser are then as if the steps had been taken one by one.
 */
export class CompiledTraining {
  /** By batch size. */
  private readonly graphs = new Map<number, TrainingGraph>();

  constructor(private readonly subject: TrainingSubject) {}

  /** Throws a CompileError if the model cannot be compiled, at the first call with batches of a size. */
  run(steps: Steps): StepSums {
    let graph = this.graphs.get(steps.batchSize);
    if (graph === undefined) {
      graph = new TrainingGraph(this.subject, steps.batchSize);
      this.graphs.set(steps.batchSize, graph);
    }
    return graph.run(steps);
  }

  dispose(): void {
    for (const graph of this.graphs.values()) graph.dispose();
    this.graphs.clear();
  }
}

/** The graph for batches of one size. */
class TrainingGraph {
  private readonly session: Session;
  private readonly variables: readonly tf.Variable[];
  private readonly residents: ResidentVariables;

  constructor(
    private readonly subject: TrainingSubject,
    private readonly batchSize: number,
  ) {
    const { examples, slots, adam } = subject;
    const graph = new Graph();
    this.variables = slots.flatMap(({ variable, first, second }) => [variable, first, second]);
    this.residents = new ResidentVariables(graph, this.variables);
    const count = placeholder(graph, { dtype: 'int32', shape: [] });
    const data = placeholder(graph, examples);
    const batches = placeholder(graph, { dtype: 'int32', shape: [-1, batchSize] });
    const seeds = placeholder(graph, { dtype: 'int32', shape: [-1, 2] });
    const betas = placeholder(graph, { dtype: 'float32', shape: [-1] });
    const rates = placeholder(graph, { dtype: 'float32', shape: [-1] });
    const nothing = constant(graph, { dtype: 'float32', shape: [3], values: new Float32Array(3) });
    const sound = constant(graph, { dtype: 'bool', shape: [], values: Uint8Array.of(1) });

    const { turns, state } = repeat(
      graph,
      count,
      [nothing, sound],
      this.residents.loaded,
      ([, sound]) => sound,
      (turn, [sums]) => {
        const x = gatherExamples(graph, data, gather(graph, batches, turn));
        const noise = statelessNormal(graph, [batchSize, subject.model.config.latent], gather(graph, seeds, turn));
        const step = this.recordStep(graph, turn.node, x, noise, gather(graph, betas, turn));
        const applied = applyAdam(graph, this.residents, slots, step.gradients, gather(graph, rates, turn), adam);
        return {
          state: [binary(graph, 'Add', sums, pack(graph, step.terms)), finite(graph, step.terms[0])],
          effects: applied,
        };
      },
    );
    const feeds = [count, data, batches, seeds, betas, rates, ...this.residents.feeds];
    const fetches = [turns, state[0], ...this.residents.fetches(turns.node)];
    this.session = Session.load('The training step', feeds, fetches);
  }

  run({ batches, seeds, betas, rates }: Steps): StepSums {
    const backend = nativeBackend();
    const { binding } = backend;
    const count = rates.length;
    const lent = [
      lend(binding, 'int32', [], Int32Array.of(count)),
      lend(binding, 'int32', [count, this.batchSize], batches),
      lend(binding, 'int32', [count, 2], seeds),
      lend(binding, 'float32', [count], betas),
      lend(binding, 'float32', [count], rates),
    ];
    const [first, ...others] = lent;
    try {
      const state = backend.getInputTensorIds(this.variables);
      const [turns, sums, ...values] = this.session.run([first, this.subject.examples.id, ...others, ...state]);
      this.residents.assign(values);
      const [steps] = take(binding, turns.id);
      const [loss, reconstruction, kl] = take(binding, sums.id);
      return { steps, loss, reconstruction, kl };
    } finally {
      for (const id of lent) binding.deleteTensor(id);
    }
  }

  dispose(): void {
    this.session.dispose();
  }

  /** The objective of one batch and its gradients, at the weights as they are when `turn` begins. */
  private recordStep(graph: Graph, turn: Node, x: Output, noise: Output, beta: Output) {
    const { model, freeBits } = this.subject;
    const examples = {
      x: tf.zeros<tf.Rank.R2>([this.batchSize, model.features]),
      noise: tf.zeros<tf.Rank.R2>([this.batchSize, model.config.latent]),
      beta: tf.scalar(1),
    };
    const surroundings = {
      name: 'The training step',
      bindings: [
        [examples.x, x],
        [examples.noise, noise],
        [examples.beta, beta],
      ] as const,
      readVariable: (variable: tf.Variable) => this.residents.read(variable, [turn]),
    };
    try {
      return record(graph, surroundings, (outputOf) => {
        const terms: Output[] = [];
        const { grads } = tf.variableGrads(
          () => {
            const { loss, reconstruction, kl } = objective(model, examples.x, examples.noise, {
              beta: examples.beta,
              freeBits,
            });
            terms.push(...[loss, reconstruction, kl].map(outputOf));
            return loss;
          },
          this.subject.slots.map(({ variable }) => variable),
        );
        return { terms, gradients: this.subject.slots.map(({ variable }) => outputOf(grads[variable.name])) };
      });
    } finally {
      tf.dispose(examples);
    }
  }
}

function lend(
  binding: Binding,
  dtype: DataType,
  shape: readonly number[],
  values: Float32Array | Int32Array | Uint8Array,
): number {
  return binding.createTensor(shape, dataTypes[dtype], values);
}

/** The values of a native tensor, which is deleted. */
function take(binding: Binding, id: number): ArrayLike<number> & Iterable<number> {
  try {
    return binding.tensorDataSync(id);
  } finally {
    binding.deleteTensor(id);
  }
}
