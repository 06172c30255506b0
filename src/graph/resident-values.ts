import type * as tf from '@tensorflow/tfjs';
import { type NativeBackend, nativeBackend, type TensorEntry } from './native';
import type { Session } from './session';

/**
 * The tfjs variables that a session's variables stand for. Whoever uses one of those finds the value that the session has left,
 * without knowing of it: it is fetched at the first use, and no other, since the session copies what it has given away before
 * it changes that again. Whatever is assigned to them the session takes over before it goes on. In between nothing is copied.
 */
export class ResidentValues {
  /** The data of each tfjs variable, as the session has it, too; of none before the first call. */
  private shared: readonly object[] = [];
  /** Data that have not been fetched yet, by the variable's place. */
  private readonly promised = new Map<number, TensorEntry>();

  constructor(
    private readonly variables: readonly tf.Variable[],
    private readonly session: Session<'load' | 'read'>,
  ) {}

  /** Before the session goes on: gives it the values of the tfjs variables, unless they are its own. */
  load(): void {
    if (this.variables.every(({ dataId }, i) => dataId === this.shared[i])) return;
    const backend = nativeBackend();
    const [done] = this.session.run('load', backend.getInputTensorIds([...this.variables]));
    backend.binding.deleteTensor(done.id);
  }

  /** After it: the tfjs variables have new values. Data that are promised still are theirs: to let go of them fetches them. */
  renew(): void {
    const backend = nativeBackend();
    for (const [place, variable] of this.variables.entries()) {
      if (!this.promised.has(place)) this.promise(backend, variable, place);
    }
    this.shared = this.variables.map(({ dataId }) => dataId);
  }

  /** Fetches what has not been used yet: to be called before the session is disposed. */
  settle(): void {
    if (this.promised.size > 0) this.fetch([...this.promised.keys()]);
  }

  /** Keeps the promises of variables at some places. */
  private fetch(places: readonly number[]): void {
    for (const [i, { id }] of this.session.run('read', [], places).entries()) {
      const entry = this.promised.get(places[i]);
      if (entry)
        Object.defineProperty(entry, 'id', { value: id, writable: true, enumerable: true, configurable: true });
      this.promised.delete(places[i]);
    }
  }

  /** Gives a variable data of which the native tensor is made when the backend asks for its id. */
  private promise(backend: NativeBackend, variable: tf.Variable, place: number): void {
    const { dtype } = backend.tensorMap.get(variable.dataId);
    const value = backend.createOutputTensor({ id: -1, shape: variable.shape, dtype });
    variable.assign(value);
    value.dispose();
    const entry = backend.tensorMap.get(variable.dataId);
    this.promised.set(place, entry);
    const fetched = () => {
      this.fetch([place]);
      return entry.id;
    };
    Object.defineProperty(entry, 'id', { get: fetched, enumerable: true, configurable: true });
  }
}
