import assert from 'node:assert/strict';
import type { RunRequest } from '../../../src/protocol/config';
import { type ModelledData, presetsFor, requestOf, resolveConfig } from '../../../src/protocol/presets';
import { checkFit, checkTraining } from '../../../src/protocol/requirements';

const grey = (examples: number): ModelledData => ({ kind: 'images', shape: [28, 28, 1], examples });
const colour = (examples: number, edge = 64): ModelledData => ({ kind: 'images', shape: [edge, edge, 3], examples });
const table = (examples: number): ModelledData => ({ kind: 'table', shape: [4], examples, columns: [] });

const resolved = (data: ModelledData, request: Partial<RunRequest> = {}) =>
  resolveConfig({ data: 'x', ...request }, data);

/** Training steps of a run. */
function steps(
  { examples = 0 }: ModelledData,
  { epochs, passes = 1, batchSize, validationSplit }: ReturnType<typeof resolved>['training'],
) {
  return epochs * Math.ceil((passes * (examples - Math.round(examples * validationSplit))) / batchSize);
}

describe('Presets', () => {
  it('are as long as they stand for data that are large enough', () => {
    for (const [preset, epochs] of [
      ['explore', 20],
      ['classic', 10],
      ['conv', 10],
    ] as const) {
      const { training } = resolved(grey(60_000), { preset });
      assert.equal(training.epochs, epochs);
      assert.equal(training.passes, undefined);
      assert.equal(training.augment, undefined);
      assert.deepEqual(training, resolveConfig({ data: 'x', preset }, { kind: 'images' }).training);
    }
  });

  it('take enough steps of small data, in a number of epochs that can be looked at', () => {
    for (const data of [table(10), table(150), grey(240), colour(200), colour(240), colour(2000)]) {
      const { training } = resolved(data);
      const least = 2000;
      const taken = steps(data, training);
      assert.ok(taken >= 0.95 * least && training.epochs <= 60, JSON.stringify({ data, training, taken }));
      assert.ok(taken <= 1.4 * least, JSON.stringify({ data, training, taken }));
    }
  });

  it('take ten epochs of 20,000 photos, which are more steps', () => {
    const data = colour(20_000);
    const { training } = resolved(data);
    assert.equal(training.epochs, 10);
    assert.equal(steps(data, training), 5630);
  });

  it('count all that is read from disk', () => {
    const { training } = resolved({ ...table(100), streamed: 1_000_000 });
    assert.equal(training.epochs, 20);
  });

  it('offer text that is written, of which some KL costs nothing, and which fits with nothing else said', () => {
    const text: ModelledData = { kind: 'text', shape: [64, 80], examples: 10_000 };
    assert.deepEqual(presetsFor(text).slice(0, 2), ['text', 'writing']);
    for (const kind of ['vae', 'ae'] as const) {
      const config = resolveConfig({ data: 'x', preset: 'writing', model: { kind } }, text);
      assert.deepEqual([config.model.architecture, config.model.likelihood], ['transformer', 'categorical']);
      assert.equal(config.model.latent * config.objective.freeBits, 8);
      assert.doesNotThrow(() => checkTraining(config, 'text'));
      assert.doesNotThrow(() => checkFit(config.model, 'text', []));
    }
  });

  it('leave the length to whoever says it', () => {
    const { training } = resolved(colour(200), { training: { epochs: 3 } });
    assert.equal(training.epochs, 3);
    assert.equal(training.passes, undefined);
    assert.equal(resolved(colour(200), { training: { passes: 5 } }).training.passes, 5);
  });

  it('take the one for photos for images in colour, and Gaussian pixels', () => {
    assert.equal(presetsFor(colour(10))[0], 'photos');
    const { preset, model, training } = resolved(colour(240));
    assert.equal(preset, 'photos');
    assert.equal(model.likelihood, 'gaussian-learned');
    assert.equal(model.linearPath, true);
    assert.deepEqual(training.augment, { flip: true });
    for (const preset of ['explore', 'classic', 'conv'] as const) {
      assert.equal(resolved(colour(240), { preset }).model.likelihood, 'gaussian-learned');
      assert.equal(resolved(grey(240), { preset }).model.likelihood, 'bernoulli');
      assert.equal(resolved(grey(240), { preset }).model.linearPath, undefined);
    }
    assert.equal(presetsFor(grey(10))[0], 'explore');
  });

  it('have a linear path where it fits: Gaussian pixels, and not too many of them', () => {
    assert.equal(resolved(colour(10), { model: { kind: 'ae' } }).model.linearPath, true);
    assert.equal(resolved(colour(10), { model: { likelihood: 'bernoulli' } }).model.linearPath, undefined);
    assert.equal(resolved(colour(10, 512)).model.linearPath, undefined);
    assert.equal(resolved(colour(10), { model: { linearPath: false } }).model.linearPath, false);
    assert.equal(resolved(grey(10), { preset: 'photos' }).model.linearPath, true);
  });
});

const images: ModelledData = { kind: 'images' };
const mixed: ModelledData = { kind: 'table', columns: [{ role: 'feature', type: 'category' }] };

describe('the length of a training with other data to validate with', () => {
  it('is that of all examples that are trained on, whether the others are read yet or not', () => {
    const of = (data: Partial<ModelledData>, validation?: { source: string }) => {
      const { epochs, passes } = resolveConfig(
        { data: { source: 'x', validation } },
        { kind: 'images', ...data },
      ).training;
      return { epochs, passes };
    };
    const [alone, asked] = [
      of({ examples: 900 }, { source: 'y' }),
      of({ examples: 1900, heldOut: 1000 }, { source: 'y' }),
    ];
    assert.deepEqual(asked, alone);
    // A tenth of a thousand are held out else.
    assert.deepEqual(of({ examples: 1000 }), alone);
    assert.notDeepEqual(of({ examples: 1900 }), alone);
  });
});

describe('settings of a family', () => {
  it('stay where others of the same group are asked for, however deep', () => {
    const players = { discriminator: { every: 2, optimizer: { beta2: 0.5 } } };
    const { training } = resolveConfig({ data: 'x', family: 'factor-vae', training: { players } }, images);
    assert.deepEqual(training.players, { discriminator: { every: 2, optimizer: { beta1: 0.5, beta2: 0.5 } } });
  });
});

describe('the request for a configuration', () => {
  const requests: readonly (readonly [RunRequest, ModelledData])[] = [
    [{ data: 'builtin:digits' }, images],
    [{ data: '/data/a.csv', preset: 'classic', model: { kind: 'ae' }, training: { epochs: 3 } }, mixed],
    [
      {
        data: { source: '/data/a', limit: 9 },
        model: { hidden: [7], likelihood: 'gaussian', variance: 0.1 },
        objective: { freeBits: 0.5 },
        backend: 'wasm',
      },
      images,
    ],
  ];

  it('comes to that configuration again', () => {
    for (const [request, data] of requests) {
      const config = resolveConfig(request, data);
      assert.deepEqual(resolveConfig(requestOf(config, data), data), config);
    }
  });

  it('says only what the preset and the data do not', () => {
    const [request, data] = requests[1];
    assert.deepEqual(requestOf(resolveConfig(request, data), data, 'again'), { name: 'again', ...request });
  });
});
