import assert from 'node:assert/strict';
import type { FamilyName, ModelConfig, ObjectiveConfig, TrainingConfig } from '../../../src/protocol/config';
import { courseMisfits } from '../../../src/protocol/course-misfits';
import type { ColumnInfo, DataKind } from '../../../src/protocol/data';
import { UserError } from '../../../src/protocol/errors';
import { plainObjective, resolveConfig } from '../../../src/protocol/presets';
import {
  checkFit,
  checkTraining,
  misfits,
  objectiveMisfits,
  trainingMisfits,
} from '../../../src/protocol/requirements';

const model = (changes: Partial<ModelConfig>): ModelConfig => ({
  ...resolveConfig({ data: 'builtin:digits' }, { kind: 'images' }).model,
  ...changes,
});

describe('what a model requires', () => {
  it('is all told at once, each with the setting that is wrong', () => {
    assert.deepEqual(misfits(model({ architecture: 'conv' }), 'table', []), [
      { setting: 'architecture', code: 'model.conv-needs-places' },
      { setting: 'likelihood', code: 'model.bernoulli-needs-pixels' },
    ]);
    assert.deepEqual(misfits(model({ architecture: 'conv', hidden: [] }), 'images', []), [
      { setting: 'hidden', code: 'model.conv-needs-filters' },
    ]);
    assert.deepEqual(misfits(model({ kind: 'ae', likelihood: 'gaussian-learned' }), 'images', []), [
      { setting: 'likelihood', code: 'model.variance-needs-vae' },
    ]);
    assert.deepEqual(misfits(model({ likelihood: 'mixed' }), 'table', []), [
      { setting: 'likelihood', code: 'model.mixed-needs-categories' },
    ]);
    assert.deepEqual(misfits(model({}), 'images', []), []);
  });

  it('is for each likelihood the data that it is for', () => {
    const code = (likelihood: ModelConfig['likelihood'], kind: DataKind, categories: readonly unknown[] = []) =>
      misfits(model({ likelihood }), kind, categories).map((misfit) => misfit.code);
    for (const likelihood of ['continuous-bernoulli', 'discretised-logistic'] as const) {
      assert.deepEqual(code(likelihood, 'vectors'), ['model.shades-need-pixels']);
      assert.deepEqual(code(likelihood, 'text'), ['model.text-needs-categorical']);
      assert.deepEqual(code(likelihood, 'images'), []);
    }
    for (const likelihood of ['poisson', 'negative-binomial', 'zero-inflated-negative-binomial'] as const) {
      assert.deepEqual(code(likelihood, 'images'), ['model.counts-need-columns']);
      assert.deepEqual(code(likelihood, 'text'), ['model.text-needs-categorical']);
      assert.deepEqual(code(likelihood, 'table', [1]), ['model.counts-without-categories']);
      assert.deepEqual([code(likelihood, 'table'), code(likelihood, 'vectors')], [[], []]);
      assert.deepEqual(misfits(model({ likelihood, kind: 'ae' }), 'table', []), []);
    }
    assert.deepEqual(
      misfits(model({ likelihood: 'discretised-logistic', linearPath: true }), 'images', []).map(
        (misfit) => misfit.code,
      ),
      ['model.linear-needs-pixels'],
    );
  });

  it('is of embeddings a column of categories', () => {
    const embedding = { above: 20, width: 4 };
    const found = (categories: readonly unknown[]) =>
      misfits(model({ likelihood: 'gaussian', embedding }), 'table', categories).map(({ setting, code }) => [
        setting,
        code,
      ]);
    const code = 'model.embedding-needs-categories';
    assert.deepEqual(found([]), [
      ['embedding.above', code],
      ['embedding.width', code],
    ]);
    assert.deepEqual(misfits(model({ likelihood: 'mixed', embedding }), 'table', [1]), []);
  });

  it('is of classes a label that names them, memory, and a model that can know them', () => {
    const label = { name: 'y', role: 'label', type: 'category', categories: ['a', 'b'] } as const;
    const codes = (changes: Partial<ModelConfig>, known = {}) =>
      misfits(model({ classes: 'given', ...changes }), 'images', [], known).map(({ code }) => code);
    assert.deepEqual(codes({}, { columns: [label], label: 'y' }), []);
    assert.deepEqual(codes({}, { columns: [] }), ['model.classes-need-labels']);
    const numeric = { ...label, type: 'numeric' } as const;
    assert.deepEqual(codes({}, { columns: [numeric], label: 'y' }), ['model.classes-need-labels']);
    assert.deepEqual(codes({ prior: { name: 'vamp' } }), ['model.vamp-needs-no-classes']);
    assert.deepEqual(codes({ classes: 'inferred', kind: 'ae' }), ['model.inferred-needs-vae']);
    assert.deepEqual(codes({ classes: 'given', kind: 'ae' }), []);
    assert.deepEqual(codes({ classes: 'inferred', posterior: { name: 'gumbel' }, latent: 20 }), [
      'model.inferred-needs-vae',
    ]);
  });

  it('is, of a transformer, text, blocks, and heads that share its width; of residual convolutions, groups that divide', () => {
    const refused = (kind: DataKind, changes: Partial<ModelConfig>, code: string, setting: string) => {
      const likelihood = kind === 'text' ? 'categorical' : 'bernoulli';
      const [misfit, ...others] = misfits(model({ likelihood, ...changes }), kind, []);
      assert.deepEqual([misfit?.code, misfit?.setting, others], [`model.${code}`, setting, []]);
      assert.ok(!/[{}]/.test(new UserError(misfit.code, misfit.params).message));
    };
    const transformer = { architecture: 'transformer' } as const;
    refused('images', transformer, 'transformer-needs-text', 'architecture');
    refused('text', { ...transformer, hidden: [] }, 'transformer-needs-blocks', 'hidden');
    refused('text', { ...transformer, transformer: { width: 10 } }, 'heads-divide', 'transformer.heads');
    refused('text', { transformer: { width: 8 } }, 'network-lacks', 'transformer.width');
    const recurrent = { architecture: 'gru' } as const;
    refused('images', recurrent, 'gru-needs-text', 'architecture');
    refused('text', { ...recurrent, hidden: [] }, 'gru-needs-layers', 'hidden');
    refused('text', { gru: { width: 8 } }, 'network-lacks', 'gru.width');
    assert.deepEqual(misfits(model({ ...recurrent, likelihood: 'categorical', gru: { width: 10 } }), 'text', []), []);
    refused('images', { residual: { groups: 2 } }, 'network-lacks', 'residual.groups');
    const residual = { architecture: 'residual', hidden: [6, 9] } as const;
    const hidden = [...residual.hidden];
    refused('images', { ...residual, hidden, residual: { groups: 2 } }, 'norm-groups-divide', 'residual.groups');
    refused('images', { ...residual, hidden: [] }, 'conv-needs-filters', 'hidden');
    assert.deepEqual(misfits(model({ ...residual, hidden, residual: { groups: 3 } }), 'images', []), []);
    assert.deepEqual(misfits(model({ ...residual, hidden }), 'images', []), []);
    const text = { likelihood: 'categorical', transformer: { width: 10, heads: 5 } } as const;
    assert.deepEqual(misfits(model({ ...transformer, ...text }), 'text', []), []);
    assert.deepEqual(
      misfits(model({ architecture: 'residual' }), 'table', []).map(({ code }) => code),
      ['model.conv-needs-places', 'model.bernoulli-needs-pixels'],
    );
  });

  it('is, of discrete codes, that they divide and tell something apart, and no more of them than data', () => {
    const refused = (changes: Partial<ModelConfig>, code: string, setting: string, known = {}) => {
      const [misfit, ...others] = misfits(model({ latent: 4, ...changes }), 'images', [], known);
      assert.deepEqual([misfit?.code, misfit?.setting, others], [`model.${code}`, setting, []]);
      assert.ok(!/[{}]/.test(new UserError(misfit.code, misfit.params).message));
    };
    const conv = { architecture: 'conv', hidden: [4, 4] } as const;
    const ofConv = { architecture: conv.architecture, hidden: [...conv.hidden] };
    const quantised = { name: 'quantised' } as const;
    refused({ posterior: { ...quantised, codes: 1 } }, 'codes-too-few', 'posterior.codes');
    const data = { examples: 20, shape: [28, 28, 1] };
    refused({ posterior: { ...quantised, codes: 41, groups: 2 } }, 'codes-too-many', 'posterior.codes', data);
    const enough = model({ latent: 4, posterior: { ...quantised, codes: 40, groups: 2 } });
    assert.deepEqual(misfits(enough, 'images', [], data), []);
    refused({ posterior: { ...quantised, groups: 3 } }, 'groups-divide', 'latent');
    refused({ posterior: { ...quantised, places: true } }, 'places-need-conv', 'posterior.places');
    const places = { ...ofConv, posterior: { ...quantised, places: true } };
    refused({ ...places, latent: 50 }, 'places-divide', 'latent', data);
    assert.deepEqual(misfits(model({ ...places, latent: 98 }), 'images', [], data), []);
    const twice = { ...quantised, places: true, groups: 2 };
    refused({ ...ofConv, latent: 98, posterior: twice }, 'groups-are-places', 'posterior.groups', data);
    refused({ posterior: { name: 'scalar-quantised', levels: [3, 1] } }, 'levels-too-few', 'posterior.levels');
    refused(
      { posterior: { name: 'scalar-quantised', levels: [3, 3, 3, 3, 3] } },
      'levels-too-many',
      'posterior.levels',
    );
    refused({ posterior: { name: 'gumbel', classes: 1 } }, 'classes-too-few', 'posterior.classes');
    refused({ posterior: { name: 'gumbel', classes: 3 } }, 'classes-divide', 'latent');
    const rising = { name: 'gumbel', classes: 2, lastTemperature: 2 } as const;
    refused({ posterior: rising }, 'temperature-rises', 'posterior.lastTemperature');
    refused({ posterior: { ...quantised, classes: 2 } }, 'posterior-lacks', 'posterior.classes');
    refused({ posterior: { codes: 2 } }, 'posterior-lacks', 'posterior.codes');
    for (const name of ['quantised', 'scalar-quantised', 'gumbel'] as const) {
      const posterior = { name, ...(name === 'gumbel' && { classes: 2 }) };
      refused({ kind: 'ae', likelihood: 'gaussian', posterior }, 'posterior-needs-vae', 'posterior.name');
      refused({ prior: { name: 'mixture' }, posterior }, 'codes-have-prior', 'prior.name');
      refused({ likelihood: 'gaussian', linearPath: true, posterior }, 'linear-needs-numbers', 'linearPath');
    }
  });

  it('is the first of them where a model is made', () => {
    assert.throws(() => checkFit(model({ architecture: 'conv' }), 'vectors', []), { code: 'model.conv-needs-places' });
    checkFit(model({ likelihood: 'mixed' }), 'table', [{ start: 0, width: 2 }]);
  });
});

/** Checks a usual training of a small model, with what a test wants otherwise. */
function check(
  {
    training,
    objective,
    ...changes
  }: Partial<ModelConfig> & {
    readonly training?: Partial<TrainingConfig>;
    readonly objective?: Partial<ObjectiveConfig>;
  },
  kind: DataKind,
): void {
  const usual = resolveConfig({ data: 'builtin:digits' }, { kind: 'images' });
  const whole = { ...plainObjective, ...objective };
  checkTraining({ model: model(changes), objective: whole, training: { ...usual.training, ...training } }, kind);
}

describe('what a training requires', () => {
  it('is images, to be flipped and shifted', () => {
    assert.throws(() => check({ training: { augment: { flip: true } } }, 'table'), {
      code: 'training.augment-needs-images',
    });
    assert.deepEqual(trainingMisfits({ augment: { shift: 2 } }, 'text'), [
      { key: 'training.augment.shift', code: 'training.augment-needs-images' },
    ]);
    check({ training: { augment: { flip: false, shift: 0 } } }, 'table');
    check({ training: {} }, 'text');
    check({ training: { augment: { shift: 2 } } }, 'images');
  });

  it('is an optimiser that has what is set of it', () => {
    assert.deepEqual(trainingMisfits({ optimizer: { momentum: 0.5, weightDecay: 0.1 } }, 'images'), [
      { key: 'training.optimizer.momentum', code: 'training.momentum-needs-sgd' },
    ]);
    assert.deepEqual(trainingMisfits({ optimizer: { name: 'sgd', epsilon: 1e-8 } }, 'images'), [
      { key: 'training.optimizer.epsilon', code: 'training.epsilon-needs-adam' },
    ]);
    for (const name of ['sgd', 'rmsprop'] as const) {
      check({ training: { optimizer: { name, momentum: 0.5 } } }, 'table');
      assert.deepEqual(trainingMisfits({ optimizer: { name, beta1: 0.5, beta2: 0.9 } }, 'images'), [
        { key: 'training.optimizer.beta1', code: 'training.betas-need-adam' },
        { key: 'training.optimizer.beta2', code: 'training.betas-need-adam' },
      ]);
    }
    for (const name of ['adam', 'adamw', 'adamax'] as const)
      check({ training: { optimizer: { name, beta1: 0.5, beta2: 0.9, epsilon: 1e-4 } } }, 'table');
    const discriminator = { optimizer: { name: 'sgd', beta1: 0.5 } } as const;
    assert.deepEqual(trainingMisfits({ players: { discriminator } }, 'images'), [
      { key: 'training.players.discriminator.optimizer.beta1', code: 'training.betas-need-adam' },
    ]);
    check({ training: { optimizer: { name: 'adamw', weightDecay: 0, clipNorm: 1 } } }, 'table');
  });
});

describe('batches that grow', () => {
  it('say when, and begin below the largest', () => {
    const codes = (batchGrowth: TrainingConfig['batchGrowth'], batchSize = 32) =>
      trainingMisfits({ batchGrowth, batchSize }, 'images').map(({ key, code }) => `${key} ${code}`);
    assert.deepEqual(codes({ every: 2, factor: 5, largest: 32 }), []);
    assert.deepEqual(codes({ factor: 5, largest: 64 }), [
      'training.batchGrowth.factor training.growth-needs-every',
      'training.batchGrowth.largest training.growth-needs-every',
    ]);
    assert.deepEqual(codes({ every: 1, largest: 31 }), ['training.batchGrowth.largest training.growth-is-none']);
  });
});

describe('what a way of training requires', () => {
  const label = { name: 'kind', role: 'label', type: 'category', categories: ['a', 'b'] } as const;
  const part = { name: 'set', role: 'id', type: 'category', categories: ['Train', 'dev', 'test'] } as const;
  const refused = (
    training: Partial<TrainingConfig>,
    columns: readonly ColumnInfo[],
    changes: { streamed?: number; model?: Partial<ModelConfig> } = {},
  ) => {
    const config = resolveConfig({ data: 'x', training, model: changes.model }, { kind: 'table' });
    return courseMisfits(config, { columns, streamed: changes.streamed }).map(({ code }) => code);
  };

  it('is nothing of a usual one', () => assert.deepEqual(refused({}, []), []));

  it('is labels, to balance by and to hold out by, and memory for them', () => {
    assert.deepEqual(refused({ balance: 1 }, [part]), ['training.balance-needs-labels']);
    assert.deepEqual(refused({ balance: 1 }, [label]), []);
    assert.deepEqual(refused({ balance: 0 }, []), []);
    assert.deepEqual(refused({ balance: 0.5 }, [label], { streamed: 1e6 }), []);
    assert.deepEqual(refused({ validation: { stratified: true } }, []), ['training.stratified-needs-labels']);
    assert.deepEqual(refused({ validation: { stratified: true } }, [label]), []);
  });

  it('is a column that names the parts of a split', () => {
    const by = (column: string, stratified?: boolean) => ({ validation: { column, stratified } });
    assert.deepEqual(refused(by('set'), [part, label]), []);
    assert.deepEqual(refused(by('none'), [part]), ['training.split-lacks-column']);
    assert.deepEqual(refused(by('kind'), [label]), ['training.split-unknown-value']);
    assert.deepEqual(refused(by('x'), [{ name: 'x', role: 'id', type: 'numeric' }]), ['training.split-without-names']);
    assert.deepEqual(refused(by('set', true), [part, label]), ['training.split-is-given']);
    assert.deepEqual(refused(by('set'), [part], { streamed: 1e6 }), ['training.split-needs-memory']);
  });

  it('is a discriminator, for one to learn in its own way', () => {
    const players = { discriminator: { every: 2 } };
    const of = (family: FamilyName) =>
      courseMisfits(resolveConfig({ data: 'x', family, training: { players } }, { kind: 'images' }), {
        columns: [],
      }).map(({ code }) => code);
    for (const family of ['factor-vae', 'aae', 'vae-gan'] as const) assert.deepEqual(of(family), [], family);
    for (const family of ['vae', 'beta-tcvae', 'wae-mmd'] as const)
      assert.deepEqual(of(family), ['training.player-is-missing'], family);
  });

  it('is a term that the loss has, to be monitored, and a schedule that falls at plateaus', () => {
    assert.deepEqual(refused({ monitor: 'kl' }, []), []);
    assert.deepEqual(refused({ monitor: 'kl' }, [], { model: { kind: 'ae' } }), ['training.monitor-lacks-term']);
    assert.deepEqual(refused({ monitor: 'mmd' }, []), ['training.monitor-lacks-term']);
    assert.deepEqual(refused({ plateau: { factor: 0.1 } }, []), ['training.plateau-needs-schedule']);
    assert.deepEqual(refused({ plateau: { factor: 0.1 }, schedule: 'plateau' }, []), []);
  });

  it('is a schedule of milestones for them, and milestones for that', () => {
    const milestones = { epochs: [3, 5] };
    assert.deepEqual(refused({ milestones }, []), ['training.milestones-need-schedule']);
    assert.deepEqual(refused({ milestones, schedule: 'milestones' }, []), []);
    for (const none of [undefined, { factor: 0.5 }, { epochs: [] }])
      assert.deepEqual(refused({ milestones: none, schedule: 'milestones' }, []), [
        'training.schedule-needs-milestones',
      ]);
  });
});

describe('what an objective requires', () => {
  const refused = (changes: Parameters<typeof check>[0], kind: DataKind, code: string) =>
    assert.throws(() => check(changes, kind), { code: `objective.${code}` });

  it('is pixels with the Bernoulli likelihood, to be black or white by chance', () => {
    refused({ objective: { binarised: true } }, 'table', 'binarised-needs-images');
    refused({ likelihood: 'gaussian', objective: { binarised: true } }, 'images', 'binarised-needs-bernoulli');
    check({ likelihood: 'bernoulli', objective: { binarised: true } }, 'images');
    check({ likelihood: 'gaussian', objective: { binarised: false } }, 'table');
  });

  it('is a density, for a total correlation to be sampled and for a capacity of the KL', () => {
    const ae = { kind: 'ae', likelihood: 'gaussian' } as const;
    refused({ ...ae, objective: { totalCorrelation: { weight: 2 } } }, 'images', 'correlation-needs-vae');
    refused({ ...ae, objective: { capacity: { nats: 10 } } }, 'images', 'capacity-needs-vae');
    check({ ...ae, objective: { totalCorrelation: { weight: 2, by: 'discriminator' } } }, 'images');
    check({ ...ae, objective: { totalCorrelation: { weight: 0 }, mmd: { weight: 10 } } }, 'images');
    check({ objective: { totalCorrelation: { weight: 2 }, capacity: { nats: 10 } } }, 'images');
  });

  it('is codes that may be any numbers, but for the KL of those that are drawn', () => {
    const codes = (name: 'quantised' | 'gumbel') => ({ posterior: { name }, latent: 10 });
    refused({ ...codes('quantised'), objective: { totalCorrelation: { weight: 2 } } }, 'images', 'codes-are-discrete');
    refused({ ...codes('gumbel'), objective: { mmd: { weight: 2 } } }, 'images', 'codes-are-discrete');
    refused({ ...codes('quantised'), objective: { capacity: { nats: 2 } } }, 'images', 'codes-are-discrete');
    check({ ...codes('gumbel'), objective: { capacity: { nats: 2 }, corruption: { amount: 0.2 } } }, 'images');
  });

  it('is a code without a prior, for units to be kept off', () => {
    refused({ objective: { sparsity: { weight: 1, by: 'kl' } } }, 'images', 'sparsity-needs-ae');
    check({ objective: { sparsity: { weight: 1, by: 'l1' } } }, 'images');
  });

  it('is numbers, to be corrupted, and pixels for salt and pepper', () => {
    const corruption = (by: 'masking' | 'gaussian' | 'salt-and-pepper', amount: number) => ({
      objective: { corruption: { by, amount } },
    });
    refused(corruption('masking', 0.3), 'text', 'corruption-needs-numbers');
    refused(corruption('salt-and-pepper', 0.3), 'table', 'salt-needs-images');
    refused(corruption('masking', 1.5), 'images', 'corruption-beyond-all');
    check(corruption('gaussian', 1.5), 'table');
    check(corruption('salt-and-pepper', 0), 'table');
  });
});

describe('what distributions of codes require', () => {
  for (const [code, setting, changes] of [
    ['posterior-needs-vae', 'posterior.name', { kind: 'ae', posterior: { name: 'planar' } }],
    ['prior-needs-vae', 'prior.name', { kind: 'ae', prior: { name: 'vamp' } }],
    ['vamp-needs-diagonal', 'prior.name', { posterior: { name: 'iaf' }, prior: { name: 'vamp' } }],
    ['layers-need-flow', 'posterior.layers', { posterior: { name: 'full-covariance', layers: 2 } }],
    ['width-needs-iaf', 'posterior.width', { posterior: { name: 'planar', width: 8 } }],
    ['components-need-mixture', 'prior.components', { prior: { components: 3 } }],
    ['layers-need-realnvp', 'prior.width', { prior: { name: 'mixture', width: 3 } }],
  ] as const) {
    it(`is said by model.${code}`, () => {
      const config = model({ likelihood: 'kind' in changes ? 'gaussian' : 'bernoulli', ...changes });
      assert.deepEqual(misfits(config, 'images', []), [{ setting, code: `model.${code}` }]);
    });
  }

  it('is nothing where they fit', () => {
    const parts = [
      { posterior: { name: 'planar', layers: 3 }, prior: { name: 'mixture', components: 3 } },
      { posterior: { name: 'iaf', layers: 3, width: 3 }, prior: { name: 'realnvp', layers: 2, width: 3 } },
      { posterior: { name: 'diagonal' }, prior: { name: 'vamp', components: 3 } },
      { posterior: { name: 'ladder', top: 2, width: 8 }, latent: 3 },
      { kind: 'ae', likelihood: 'gaussian', posterior: { name: 'diagonal' }, prior: { name: 'standard' } },
    ] as const;
    for (const own of parts) assert.deepEqual(misfits(model(own), 'images', []), []);
  });
});

describe('what layers require', () => {
  const found = (changes: Partial<ModelConfig>) =>
    misfits(model({ likelihood: 'gaussian', ...changes }), 'images', []).map(({ setting, code, params }) => {
      assert.ok(!/[{}]/.test(new UserError(code, params).message));
      return [setting, code];
    });

  it('is dimensions for each of them', () => {
    const top = (latent: number, own?: number) => found({ latent, posterior: { name: 'ladder', top: own } });
    assert.deepEqual([top(2), top(2, 1), top(5, 4)], [[], [], []]);
    assert.deepEqual(top(1), [['latent', 'model.top-leaves-none']]);
    assert.deepEqual(top(4, 4), [['posterior.top', 'model.top-leaves-none']]);
    assert.deepEqual(found({ posterior: { name: 'iaf', top: 1 } }), [['posterior.top', 'model.posterior-lacks']]);
    const of = (sizes: number[], own?: number) => found({ latent: 6, posterior: { name: 'ladder', sizes, top: own } });
    assert.deepEqual([of([3, 2, 1]), of([1, 1, 1, 1, 2])], [[], []]);
    assert.deepEqual(of([3, 2]), [['posterior.sizes', 'model.sizes-are-latent']]);
    assert.deepEqual(of([3, 2, 1], 1), [['posterior.top', 'model.sizes-have-top']]);
    assert.deepEqual(found({ posterior: { sizes: [1, 1] } }), [['posterior.sizes', 'model.posterior-lacks']]);
  });

  it('is no other prior, and no linear path, which a preset does not add to them', () => {
    const posterior = { name: 'ladder' } as const;
    assert.deepEqual(found({ latent: 6, posterior, linearPath: true }), [
      ['linearPath', 'model.linear-needs-one-layer'],
    ]);
    for (const name of ['mixture', 'vamp', 'realnvp'] as const)
      assert.deepEqual(found({ latent: 6, posterior, prior: { name } }), [['prior.name', 'model.ladder-has-prior']]);
    const photos = { data: 'x', preset: 'photos', model: { posterior } } as const;
    assert.equal(resolveConfig(photos, { kind: 'images' }).model.linearPath, undefined);
    assert.deepEqual(found({ kind: 'ae', posterior }), [['posterior.name', 'model.posterior-needs-vae']]);
  });

  it('is of penalties nothing but what takes a code as it is', () => {
    const ladder = model({ latent: 6, posterior: { name: 'ladder' } });
    const of = (objective: Partial<ObjectiveConfig>) =>
      objectiveMisfits({ ...plainObjective, ...objective }, ladder, 'images').map(({ code }) => code);
    assert.deepEqual(of({ freeBits: 0.1, capacity: { nats: 5 }, mmd: { weight: 1 }, adversarial: { weight: 1 } }), []);
    assert.deepEqual(of({ samples: 3 }), []);
    assert.deepEqual(of({ samples: 3, gradient: 'doubly-reparameterised' }), ['objective.gradient-needs-diagonal']);
    assert.deepEqual(of({ totalCorrelation: { weight: 1 } }), ['objective.correlation-needs-diagonal']);
  });
});

describe('where biases of the output begin', () => {
  it('is the mean of pixels with the Bernoulli likelihood', () => {
    const found = (changes: Partial<ModelConfig>) => misfits(model(changes), 'images', []);
    assert.deepEqual(found({ likelihood: 'bernoulli', outputBias: 'mean' }), []);
    assert.deepEqual(found({ likelihood: 'gaussian', outputBias: 'zero' }), []);
    const misfit = { setting: 'outputBias', code: 'model.mean-needs-bernoulli' };
    assert.deepEqual(found({ likelihood: 'gaussian', outputBias: 'mean' }), [misfit]);
  });
});

describe('what draws of z require', () => {
  const found = (objective: Partial<ObjectiveConfig>, changes: Partial<ModelConfig> = {}) =>
    objectiveMisfits({ ...plainObjective, ...objective }, model(changes), 'images');

  it('is a distribution to draw from, and of draws a density', () => {
    const key = 'objective.samples';
    assert.deepEqual(found({ samples: 5 }, { kind: 'ae' }), [{ key, code: 'objective.samples-need-vae' }]);
    const gradient = 'doubly-reparameterised';
    assert.deepEqual(found({ samples: 5, gradient }), []);
    for (const mean of [{}, { samples: 5, bound: 'elbo' }] as const)
      assert.deepEqual(found({ gradient, ...mean }), [
        { key: 'objective.gradient', code: 'objective.gradient-needs-samples' },
      ]);
    assert.deepEqual(found({ samples: 2, gradient }, { posterior: { name: 'iaf' } }), [
      { key: 'objective.gradient', code: 'objective.gradient-needs-diagonal' },
    ]);
  });

  it('is for free bits a KL of each dimension', () => {
    const key = 'objective.freeBits';
    assert.deepEqual(found({ freeBits: 0.1 }), []);
    assert.deepEqual(found({ freeBits: 0.1, samples: 2 }), [{ key, code: 'objective.free-bits-need-one-draw' }]);
    assert.deepEqual(found({ freeBits: 0.1, samples: 2, bound: 'elbo' }), []);
    for (const changes of [{ prior: { name: 'mixture' } }, { posterior: { name: 'full-covariance' } }] as const) {
      assert.deepEqual(found({ freeBits: 0.1 }, changes), [{ key, code: 'objective.free-bits-need-dimensions' }]);
    }
  });

  it('is a bound without anything beside it', () => {
    const code = 'objective.added-needs-one-draw';
    const added = { mmd: { weight: 1 } };
    for (const bound of ['importance', 'elbo'] as const)
      assert.deepEqual(found({ samples: 2, bound, ...added }), [{ key: 'objective.mmd.weight', code }]);
    assert.deepEqual(found({ samples: 2, capacity: { nats: 3 } }), [{ key: 'objective.capacity.nats', code }]);
    assert.deepEqual(found({ samples: 2, mmd: { weight: 0 } }), []);
    assert.deepEqual(found(added), []);
  });

  it('is for penalties the distribution that they take for granted', () => {
    const of = (objective: Partial<ObjectiveConfig>, changes: Partial<ModelConfig>) =>
      found(objective, changes).map(({ code }) => code);
    const iaf = { posterior: { name: 'iaf' } } as const;
    assert.deepEqual(of({ totalCorrelation: { weight: 1 } }, iaf), ['objective.correlation-needs-diagonal']);
    assert.deepEqual(of({ totalCorrelation: { weight: 1, by: 'discriminator' } }, iaf), []);
    const covariance = { of: 'samples', diagonal: 1 } as const;
    assert.deepEqual(of({ covariance }, iaf), ['objective.covariance-needs-diagonal']);
    for (const own of [{ mmd: { weight: 1 } }, { adversarial: { weight: 1 } }])
      assert.deepEqual(of(own, { prior: { name: 'realnvp' } }), ['objective.discrepancy-needs-standard']);
  });

  it('is for a discriminator of images a decoder of draws from the prior, in shades, and one draw', () => {
    const gan = { weight: 1 };
    const key = 'objective.gan.weight';
    const of = (objective: Partial<ObjectiveConfig>, changes: Partial<ModelConfig> = {}, kind: DataKind = 'images') =>
      objectiveMisfits({ ...plainObjective, ...objective }, model(changes), kind);
    assert.deepEqual(of({ gan }), []);
    assert.deepEqual(of({ gan }, { prior: { name: 'mixture' }, posterior: { name: 'iaf' } }), []);
    assert.deepEqual(of({ gan: { weight: 0 } }, {}, 'table'), []);
    assert.deepEqual(of({ gan }, {}, 'table'), [{ key, code: 'objective.gan-needs-images' }]);
    assert.deepEqual(of({ gan }, { kind: 'ae' }), [{ key, code: 'objective.gan-needs-vae' }]);
    assert.deepEqual(of({ gan, binarised: true }), [{ key, code: 'objective.gan-needs-shades' }]);
    const code = 'objective.gan-needs-error';
    assert.deepEqual(of({ gan: { ...gan, features: 0 } }), [{ key, code }]);
    assert.deepEqual(of({ gan: { ...gan, features: 0, pixels: 1 } }), []);
    assert.deepEqual(of({ gan, samples: 2 }), [{ key, code: 'objective.added-needs-one-draw' }]);
    assert.deepEqual(of({ gan }, { classes: 'inferred' }), [{ key, code: 'objective.inferred-stands-alone' }]);
    assert.deepEqual(of({ gan }, { posterior: { name: 'gumbel' } }), [{ key, code: 'objective.codes-are-discrete' }]);
  });

  it('has nothing beside the bound of M2, which alone classifies', () => {
    const key = 'objective.classification.weight';
    const classification = { weight: 0.1 };
    assert.deepEqual(found({ classification }), [{ key, code: 'objective.classification-needs-inferred' }]);
    const inferred = { classes: 'inferred' } as const;
    assert.deepEqual(found({ classification, freeBits: 0.1 }, inferred), []);
    const code = 'objective.inferred-stands-alone';
    assert.deepEqual(found({ mmd: { weight: 1 } }, inferred), [{ key: 'objective.mmd.weight', code }]);
    assert.deepEqual(found({ samples: 4 }, inferred), [{ key: 'objective.samples', code }]);
  });

  it('is checked before a training begins', () => {
    const objective = { samples: 5, freeBits: 1 };
    assert.throws(() => check({ objective }, 'images'), { code: 'objective.free-bits-need-one-draw' });
  });
});
