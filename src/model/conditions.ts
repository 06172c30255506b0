import type { Classes } from './classes';
import type { Noise } from './noise';
import type { Tap } from './tap';

/** What rows bring with them on their way through an encoder or a decoder. */
export interface Conditions {
  /** Of a model that knows classes. An encoder takes several for each row, too, one after another, and answers for each of them. */
  readonly classes?: Classes;
  /** On the hidden layers. */
  readonly tap?: Tap;
  /** In training, for what a decoder draws by itself. */
  readonly noise?: Noise;
}
