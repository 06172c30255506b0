import assert from 'node:assert/strict';
import { Computation } from '../../../../src/compute';
import {
  type AnnealedExamples,
  annealedLogLikelihoods,
  tunedSizes,
} from '../../../../src/measures/density/annealed-importance';
import { sigmoidSchedule } from '../../../../src/measures/density/annealing-schedule';
import { hamiltonianStep, type JointDensity } from '../../../../src/measures/density/hamiltonian';
import { plainObjective } from '../../../../src/protocol/presets';
import { fillNormal, random } from '../../../../src/random';
import { chooseBackend } from '../../../../src/runtime/backend';
import { factorAnalysis, logDensity, points } from '../../model/factor-analysis';
import { near } from '../near';

/** log p(x|z) = log N(x; w z, v) of one number x, and p(z) = N(0, 1), in float64: p(x) = N(0, w^2 + v). */
const [w, v] = [2, 0.05];
const observed = [0.3, 5];
const chains = 32;

function exact(x: number): number {
  const variance = w ** 2 + v;
  return -0.5 * (Math.log(2 * Math.PI * variance) + x ** 2 / variance);
}

function density(z: Float64Array, x: (row: number) => number): JointDensity {
  return {
    likelihood: {
      log: z.map((code, row) => -0.5 * (Math.log(2 * Math.PI * v) + (x(row) - w * code) ** 2 / v)),
      gradient: z.map((code, row) => (w * (x(row) - w * code)) / v),
    },
    prior: { log: z.map((code) => -0.5 * (Math.log(2 * Math.PI) + code ** 2)), gradient: z.map((code) => -code) },
  };
}

const linear: AnnealedExamples = {
  examples: observed.length,
  chains,
  draw: (seed) => Float64Array.from(fillNormal(new Float32Array(observed.length * chains), random(seed, 9))),
  densityAt: async (z) => density(z, (row) => observed[Math.floor(row / chains)]),
};

describe('annealed importance sampling', () => {
  it('goes from the prior to the posterior, slowly at both ends', () => {
    const schedule = sigmoidSchedule(100);
    assert.deepEqual([schedule.length, schedule[0], schedule[100]], [101, 0, 1]);
    near(schedule[50], 0.5, 1e-12);
    const steps = Array.from({ length: 100 }, (_, t) => schedule[t + 1] - schedule[t]);
    assert.ok(steps.every((step) => step > 0));
    assert.ok(steps[0] < steps[50] / 5 && steps[99] < steps[50] / 5);
  });

  it('has the log-likelihood of a linear Gaussian model', async () => {
    const schedule = sigmoidSchedule(500);
    const sizes = await tunedSizes(linear, schedule, 3);
    const found = await annealedLogLikelihoods(linear, schedule, sizes, 3);
    for (const [i, x] of observed.entries()) near(found[i], exact(x), 0.05);
  });

  it('is below it with few temperatures, and the same again by the same seed', async () => {
    const means = [];
    for (const temperatures of [3, 100]) {
      const schedule = sigmoidSchedule(temperatures);
      const sizes = new Float64Array(schedule.length).fill(0.05);
      const runs = [];
      for (let seed = 1; seed <= 10; seed++)
        runs.push((await annealedLogLikelihoods(linear, schedule, sizes, seed))[1]);
      assert.deepEqual((await annealedLogLikelihoods(linear, schedule, sizes, 10))[1], runs[9]);
      means.push(runs.reduce((sum, value) => sum + value / runs.length, 0));
    }
    assert.ok(means[0] < means[1] - 0.2 && means[1] < exact(observed[1]) + 0.1, `${means}, ${exact(observed[1])}`);
  });

  it('makes steps that leave a density as it is', async () => {
    // Of x = 0.3: the posterior is N(m, s^2).
    const [m, s] = [(w * 0.3) / (w ** 2 + v), Math.sqrt(v / (w ** 2 + v))];
    const next = random(4);
    let z: Float64Array = Float64Array.from(fillNormal(new Float32Array(4000), next), (noise) => m + s * noise);
    const densityAt = async (codes: Float64Array) => density(codes, () => 0.3);
    let accepted = 0;
    for (let step = 0; step < 20; step++) {
      const moved = await hamiltonianStep(
        { z, density: await densityAt(z) },
        1,
        densityAt,
        { size: 0.08, steps: 10 },
        next,
      );
      z = moved.z;
      accepted += moved.accepted / 20;
    }
    const mean = z.reduce((sum, code) => sum + code / z.length, 0);
    const deviation = Math.sqrt(z.reduce((sum, code) => sum + (code - mean) ** 2 / z.length, 0));
    near(mean, m, (4 * s) / Math.sqrt(z.length));
    near(deviation, s, (4 * s) / Math.sqrt(2 * z.length));
    assert.ok(accepted > 0.5 && accepted < 1, String(accepted));
  });

  for (const way of ['compiled', 'eager'] as const) {
    it(`has that of a decoder whose is exact, and its gradients, ${way}`, async () => {
      await chooseBackend('tensorflow');
      const model = factorAnalysis(0.7);
      const values = Float32Array.from(points.flat());
      const summary = { examples: points.length, shape: [3] } as never;
      const computation = Computation[way](model, { summary, values }, plainObjective);
      const indices = Int32Array.from({ length: points.length * chains }, (_, row) => Math.floor(row / chains));
      const target: AnnealedExamples = {
        examples: points.length,
        chains,
        draw: linear.draw,
        async densityAt(z) {
          const of = (log: Float32Array, gradient: Float32Array) => ({
            log: Float64Array.from(log),
            gradient: Float64Array.from(gradient),
          });
          const found = computation.jointDensity(indices, Float32Array.from(z));
          return {
            likelihood: of(found.likelihood, found.likelihoodGradient),
            prior: of(found.prior, found.priorGradient),
          };
        },
      };
      // Operation by operation it takes long, and the numbers are the same.
      const schedule = sigmoidSchedule(way === 'compiled' ? 200 : 10);
      const found = await annealedLogLikelihoods(target, schedule, await tunedSizes(target, schedule, 1), 1);
      for (const [i, point] of points.entries()) near(found[i], logDensity(point), way === 'compiled' ? 0.1 : 0.5);
      // The gradients, by a difference of the values in float32.
      const z = target.draw(2);
      const [here, there, back] = [
        await target.densityAt(z),
        await target.densityAt(z.map((code) => code + 0.01)),
        await target.densityAt(z.map((code) => code - 0.01)),
      ];
      for (const of of ['likelihood', 'prior'] as const) {
        for (let row = 0; row < z.length; row++)
          near(here[of].gradient[row], (there[of].log[row] - back[of].log[row]) / 0.02, 0.02);
      }
      computation.dispose();
      model.dispose();
    });
  }
});
