import assert from 'node:assert/strict';
import type { ModelConfig } from '../../../src/protocol/config';
import { resolveConfig } from '../../../src/protocol/presets';
import { checkFit, checkTraining, misfits, trainingMisfits } from '../../../src/protocol/requirements';

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

  it('is the first of them where a model is made', () => {
    assert.throws(() => checkFit(model({ architecture: 'conv' }), 'vectors', []), { code: 'model.conv-needs-places' });
    checkFit(model({ likelihood: 'mixed' }), 'table', [{ start: 0, width: 2 }]);
  });
});

describe('what a training requires', () => {
  it('is images, to be flipped and shifted', () => {
    assert.throws(() => checkTraining({ augment: { flip: true } }, 'table'), { code: 'training.augment-needs-images' });
    assert.deepEqual(trainingMisfits({ augment: { shift: 2 } }, 'text'), [
      { key: 'training.augment.shift', code: 'training.augment-needs-images' },
    ]);
    checkTraining({ augment: { flip: false, shift: 0 } }, 'table');
    checkTraining({}, 'text');
    checkTraining({ augment: { shift: 2 } }, 'images');
  });

  it('is an optimiser that has what is set of it', () => {
    assert.deepEqual(trainingMisfits({ optimizer: { momentum: 0.5, weightDecay: 0.1 } }, 'images'), [
      { key: 'training.optimizer.weightDecay', code: 'training.decay-needs-adamw' },
      { key: 'training.optimizer.momentum', code: 'training.momentum-needs-sgd' },
    ]);
    for (const name of ['sgd', 'rmsprop'] as const) checkTraining({ optimizer: { name, momentum: 0.5 } }, 'table');
    checkTraining({ optimizer: { name: 'adamw', weightDecay: 0, clipNorm: 1 } }, 'table');
  });
});
