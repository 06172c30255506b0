import type { ExampleTerms } from '../context';

/** The ELBO of each example, nats: -reconstruction - KL. */
export function elbosOf({ reconstruction, kl }: ExampleTerms): Float64Array {
  return Float64Array.from(reconstruction, (error, i) => -error - kl[i]);
}
