import assert from 'node:assert/strict';
import * as v from 'valibot';
import {
  currentText,
  type FieldName,
  likelihoodsFor,
  questionsFor,
  type WizardData,
  withAnswer,
} from '../../../src/host/wizard-fields';
import { RunRequest } from '../../../src/protocol/config';

const images: WizardData = { kind: 'images', columns: [] };
const table: WizardData = {
  kind: 'table',
  columns: [
    { name: 'x', role: 'feature', type: 'numeric' },
    { name: 'species', role: 'label', type: 'category', categories: ['a', 'b'] },
  ],
  label: 'species',
};
const mixed: WizardData = { kind: 'table', columns: [{ name: 'colour', role: 'feature', type: 'category' }] };
const text: WizardData = { kind: 'text', columns: [] };
const request: RunRequest = { data: 'builtin:digits', preset: 'explore', model: { kind: 'vae' } };

describe('the fields of the wizard', () => {
  it('ask for the columns of a table, and for beta where there is a KL divergence', () => {
    assert.deepEqual(questionsFor(request, table).slice(0, 2), ['label', 'features']);
    assert.ok(!questionsFor(request, images).includes('label'));
    assert.ok(questionsFor(request, images).includes('beta'));
    assert.ok(!questionsFor({ ...request, model: { kind: 'ae' } }, images).includes('beta'));
  });

  it('begin at what the preset says', () => {
    assert.equal(currentText('latent', request, images), '3');
    assert.equal(currentText('hidden', request, images), '256, 128');
    assert.equal(currentText('likelihood', request, images), 'bernoulli');
    assert.equal(currentText('likelihood', request, table), 'gaussian-learned');
    assert.equal(currentText('likelihood', request, mixed), 'mixed');
    assert.equal(currentText('likelihood', request, text), 'categorical');
    assert.equal(currentText('likelihood', { ...request, model: { kind: 'ae' } }, mixed), 'gaussian');
    assert.equal(currentText('likelihood', { ...request, model: { kind: 'ae' } }, text), 'categorical');
    assert.equal(currentText('learningRate', request, images), '0.002');
  });

  it('accept their own beginnings, and what comes of that is a valid request', () => {
    for (const data of [images, table, mixed, text]) {
      for (const name of questionsFor(request, data)) {
        if (name === 'label' || name === 'features') continue;
        const answered = withAnswer(request, name, currentText(name, request, data));
        assert.ok(answered, name);
        assert.ok(v.is(RunRequest, answered), name);
      }
    }
  });

  it('keep the answers of before', () => {
    const first = withAnswer(request, 'latent', '5');
    const second = first && withAnswer(first, 'hidden', '64 32');
    const third = second && withAnswer(second, 'epochs', ' 7 ');
    assert.deepEqual(third, {
      data: 'builtin:digits',
      preset: 'explore',
      model: { kind: 'vae', latent: 5, hidden: [64, 32] },
      training: { epochs: 7 },
    });
  });

  const refused: readonly (readonly [FieldName, string])[] = [
    ['latent', '0'],
    ['latent', '1025'],
    ['latent', '2.5'],
    ['latent', ''],
    ['latent', 'two'],
    ['hidden', '256, -1'],
    ['hidden', '1,2,3,4,5,6,7,8,9'],
    ['epochs', '0'],
    ['batchSize', '1e400'],
    ['learningRate', '0'],
    ['validationSplit', '0.95'],
    ['beta', '-1'],
    ['seed', '-1'],
    ['likelihood', 'poisson'],
  ];
  for (const [name, text] of refused) {
    it(`refuse ${JSON.stringify(text)} for ${name}`, () => assert.equal(withAnswer(request, name, text), undefined));
  }

  it('let a dense model do without hidden layers, and no convolutional one', () => {
    assert.deepEqual(withAnswer(request, 'hidden', '')?.model?.hidden, []);
    assert.equal(withAnswer({ ...request, preset: 'conv' }, 'hidden', ''), undefined);
  });

  it('offer only likelihoods that fit the data and the model', () => {
    assert.deepEqual(likelihoodsFor(request, images), ['bernoulli', 'gaussian', 'gaussian-learned']);
    assert.deepEqual(likelihoodsFor({ ...request, model: { kind: 'ae' } }, table), ['gaussian']);
    assert.deepEqual(likelihoodsFor(request, table), ['gaussian', 'gaussian-learned']);
    assert.deepEqual(likelihoodsFor(request, mixed), ['gaussian', 'mixed', 'gaussian-learned']);
    assert.deepEqual(likelihoodsFor({ ...request, model: { kind: 'ae' } }, mixed), ['gaussian', 'mixed']);
    assert.deepEqual(likelihoodsFor(request, text), ['categorical']);
  });
});
