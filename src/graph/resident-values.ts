import type * as tf from '@tensorflow/tfjs';
import { type NativeBackend, nativeBackend, type TensorEntry } from './native';
import type { Session } from './session';

/** Variables that are used together, and their places among all. */
interface Group {
  readonly variables: readonly tf.Variable[];
  readonly places: readonly number[];
}

/**
 * The tfjs variables that a session's variables stand for. Whoever uses one of those finds the value that the session has left,
 * without knowing of it: its group is fetched at the first use, and no other, since the session copies what it has given away
 * before it changes that again. A group at once, since TensorFlow makes a graph of its own for each set of results that a
 * session is asked for, which takes far longer than to copy them. Whatever is assigned to the variables the session takes over
 * before it goes on. In between nothing is copied.
 */
export class ResidentValues {
  private readonly groups: readonly Group[];
  /** The data of each tfjs variable, as the session has it, too; of none before the first call. */
  private shared: readonly object[] = [];
  /** Data of groups that have not been fetched yet, in the order of their variables. */
  private readonly promised = new Map<Group, readonly TensorEntry[]>();

  /** @param groups Together all variables of the session, in its order. */
  constructor(
    groups: readonly (readonly tf.Variable[])[],
    private readonly session: Session<'load' | 'read'>,
  ) {
    let begin = 0;
    this.groups = groups.map((variables) => {
      const places = variables.map((_, i) => begin + i);
      begin += variables.length;
      return { variables, places };
    });
  }

  /** Before the session goes on: gives it the values of the tfjs variables, unless they are its own. */
  load(): void {
    const { variables } = this;
    if (variables.every(({ dataId }, i) => dataId === this.shared[i])) return;
    const backend = nativeBackend();
    const [done] = this.session.run('load', backend.getInputTensorIds(variables));
    backend.binding.deleteTensor(done.id);
  }

  /** After it: the tfjs variables have new values. Data that are promised still are theirs: to let go of them fetches them. */
  renew(): void {
    const backend = nativeBackend();
    for (const group of this.groups) {
      if (this.promised.has(group)) continue;
      const entries = group.variables.map((variable) => this.promise(backend, variable, group));
      this.promised.set(group, entries);
    }
    this.shared = this.variables.map(({ dataId }) => dataId);
  }

  /** Fetches what has not been used yet: to be called before the session is disposed. */
  settle(): void {
    for (const group of [...this.promised.keys()]) this.fetch(group);
  }

  private get variables(): tf.Variable[] {
    return this.groups.flatMap(({ variables }) => variables);
  }

  /** Keeps the promises of a group. */
  private fetch(group: Group): void {
    const entries = this.promised.get(group) ?? [];
    const values = this.session.run('read', [], group.places);
    this.promised.delete(group);
    for (const [i, entry] of entries.entries()) {
      const { id: value } = values[i];
      Object.defineProperty(entry, 'id', { value, writable: true, enumerable: true, configurable: true });
    }
  }

  /** Gives a variable data of which the native tensor is made, with its group's, when the backend asks for its id. */
  private promise(backend: NativeBackend, variable: tf.Variable, group: Group): TensorEntry {
    const { dtype } = backend.tensorMap.get(variable.dataId);
    const value = backend.createOutputTensor({ id: -1, shape: variable.shape, dtype });
    variable.assign(value);
    value.dispose();
    const entry = backend.tensorMap.get(variable.dataId);
    const fetched = () => {
      this.fetch(group);
      return entry.id;
    };
    Object.defineProperty(entry, 'id', { get: fetched, enumerable: true, configurable: true });
    return entry;
  }
}
