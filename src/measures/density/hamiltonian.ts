import { type Bits, fillNormal, toUnit } from '../../random';

/** A log density of each row of z, nats, and its gradient there, rows x latent. */
export interface Density {
  readonly log: Float64Array;
  readonly gradient: Float64Array;
}

/** log p(x|z) and log p(z) of some rows of z. */
export interface JointDensity {
  readonly likelihood: Density;
  readonly prior: Density;
}

/** Where some chains are. */
export interface Chains {
  /** rows x latent. */
  readonly z: Float64Array;
  readonly density: JointDensity;
}

/**
 * A step of Hamiltonian Monte Carlo (Neal 2011, arXiv 1206.1901, section 5.3.2) of each of some chains, which leaves the density
 * f(z) = p(z) p(x|z)^b as it is: a momentum v ~ N(0, I) is drawn, `steps` leapfrogs of the size `size` lead to (z', v'), and z' is taken
 * with the probability
 *
 *   min(1, exp(log f(z') - |v'|^2 / 2 - log f(z) + |v|^2 / 2))
 *
 * Costs `steps` gradients. Answers the share of chains that have moved, too.
 */
export async function hamiltonianStep(
  from: Chains,
  b: number,
  densityAt: (z: Float64Array) => Promise<JointDensity>,
  { size, steps }: { readonly size: number; readonly steps: number },
  next: Bits,
): Promise<Chains & { readonly accepted: number }> {
  const z = from.z.slice();
  const v = Float64Array.from(fillNormal(new Float32Array(z.length), next));
  const rows = from.density.prior.log.length;
  const before = kinetic(v, rows);
  let density = from.density;
  for (let step = 0; step < steps; step++) {
    push(v, density, b, size / 2);
    for (let i = 0; i < z.length; i++) z[i] += size * v[i];
    density = await densityAt(z);
    push(v, density, b, size / 2);
  }
  const after = kinetic(v, rows);
  let accepted = 0;
  for (let row = 0; row < rows; row++) {
    const gain = logAt(density, b, row) - after[row] - logAt(from.density, b, row) + before[row];
    // What is no number is not taken: the chain has left what can be computed.
    if (Math.log(1 - toUnit(next())) < gain) accepted++;
    else putBack(row, rows, { z, density }, from);
  }
  return { z, density, accepted: accepted / rows };
}

/** v <- v + by d/dz log f(z). */
function push(v: Float64Array, { likelihood, prior }: JointDensity, b: number, by: number): void {
  for (let i = 0; i < v.length; i++) v[i] += by * (prior.gradient[i] + b * likelihood.gradient[i]);
}

/** |v|^2 / 2 of each row. */
function kinetic(v: Float64Array, rows: number): Float64Array {
  const energies = new Float64Array(rows);
  const latent = v.length / rows;
  for (let i = 0; i < v.length; i++) energies[Math.floor(i / latent)] += v[i] ** 2 / 2;
  return energies;
}

function logAt({ likelihood, prior }: JointDensity, b: number, row: number): number {
  return prior.log[row] + b * likelihood.log[row];
}

function putBack(row: number, rows: number, to: Chains, from: Chains): void {
  const latent = to.z.length / rows;
  const [begin, end] = [row * latent, (row + 1) * latent];
  to.z.set(from.z.subarray(begin, end), begin);
  for (const of of ['likelihood', 'prior'] as const) {
    const [now, before] = [to.density[of], from.density[of]];
    now.log[row] = before.log[row];
    now.gradient.set(before.gradient.subarray(begin, end), begin);
  }
}
