import assert from 'node:assert/strict';
import { Computation } from '../../../src/compute';
import { planParts } from '../../../src/compute/parts';
import { energyOf } from '../../../src/exploration/paths/curve';
import { isDiscrete } from '../../../src/protocol/posteriors';
import { fillNormal, random } from '../../../src/random';
import { chooseBackend } from '../../../src/runtime/backend';
import { allModels, assertClose, blocks, build, type Case, objectiveOf } from './builders';

const nodes = 9;

function codesOf({ config }: Case) {
  const codes = fillNormal(new Float32Array(nodes * config.latent), random(2));
  return { codes, classes: config.classes && Int32Array.from({ length: nodes }, () => 1) };
}

/** One of each likelihood, network and ladder: what is decoded is the same whatever the prior. */
const isOther =
  /^(conv vae bernoulli|conv ae beside|dense (vae|ae) [a-z-]+$|dense vae, ladder|.*(embedded|classes inferred|residual))/;

describe('the energy of a curve', () => {
  before(() => chooseBackend('tensorflow'));
  afterEach(() => planParts(undefined));

  // Of a smooth network: a difference over a corner of another is not its slope.
  const cases = allModels()
    .filter(({ name, config }) => isOther.test(name) && !isDiscrete(config))
    .map((each) => ({ ...each, config: { ...each.config, activation: 'tanh' as const } }));

  it('has its gradient by finite differences, of every likelihood', () => {
    assert.ok(cases.length > 12, `${cases.map(({ name }) => name)}`);
    for (const modelCase of cases) {
      const model = build(modelCase);
      const computation = Computation.eager(model, blocks(4, modelCase), objectiveOf(modelCase));
      const { codes, classes } = codesOf(modelCase);
      const { energy, gradient } = computation.curveEnergy(codes, classes);
      const energyAt = (z: Float32Array) => energyOf({ values: computation.decode(z, classes), width: model.features });
      assertClose([energy], [energyAt(codes)], 1e-4);
      // Along one direction, in which what rounding leaves of a difference is small.
      const direction = fillNormal(new Float32Array(codes.length), random(7));
      const step = 1e-2;
      const moved = (by: number) => energyAt(codes.map((value, i) => value + by * direction[i]));
      const slope = gradient.reduce((sum, value, i) => sum + value * direction[i], 0);
      const wanted = (8 * (moved(step) - moved(-step)) - (moved(2 * step) - moved(-2 * step))) / (12 * step);
      assert.ok(
        Math.abs(slope - wanted) < 0.02 * Math.abs(wanted) + 1e-3 * energy,
        `${modelCase.name}: ${slope}, ${wanted}`,
      );
      computation.dispose();
      model.dispose();
    }
  });

  it('is the same by a native graph, also in parts', () => {
    for (const name of ['conv vae bernoulli', 'dense vae of text', 'conv vae of classes inferred']) {
      const modelCase = allModels().find((each) => each.name === name);
      assert.ok(modelCase, name);
      const model = build(modelCase);
      const [dataset, objective] = [blocks(4, modelCase), objectiveOf(modelCase)];
      const eager = Computation.eager(model, dataset, objective);
      const { codes, classes } = codesOf(modelCase);
      const wanted = eager.curveEnergy(codes, classes);
      for (const cores of [null, 2]) {
        planParts(cores);
        const compiled = Computation.compiled(model, dataset, objective);
        const { energy, gradient } = compiled.curveEnergy(codes, classes);
        assertClose([energy], [wanted.energy], 1e-4);
        assertClose(gradient, wanted.gradient, 1e-4);
        compiled.dispose();
      }
      model.dispose();
    }
  });
});
