import assert from 'node:assert/strict';
import * as v from 'valibot';
import { type DataConfig, RunRequest } from '../../../src/protocol/config';
import type { DataSummary } from '../../../src/protocol/data';
import { fieldOf, fields } from '../../../src/protocol/fields';
import { resolveConfig } from '../../../src/protocol/presets';
import {
  type Draft,
  draftOf,
  isChanged,
  readDraft,
  requestOfDraft,
  roleOf,
  textOf,
  withData,
  withoutChange,
  withPreset,
  withRole,
  withText,
} from '../../../webview/configure/draft';
import { problemsOf } from '../../../webview/configure/problems';
import { isRelevant } from '../../../webview/configure/relevance';

const defaults = { backend: 'auto', memory: null } as const;
const images: DataSummary = {
  name: 'digits',
  source: 'builtin:digits',
  format: 'builtin',
  kind: 'images',
  examples: 100,
  shape: [28, 28, 1],
  dtype: 'uint8',
  columns: [],
  warnings: [],
};
const table: DataSummary = {
  ...images,
  name: 'flowers',
  source: '/data/flowers.csv',
  format: 'csv',
  kind: 'table',
  shape: [3],
  columns: [{ name: 'length', role: 'feature', type: 'numeric' }],
};
const labelled: DataSummary = {
  ...images,
  columns: [{ name: 'digit', role: 'label', type: 'category', categories: ['0', '1'] }],
  label: 'digit',
};
const visits: DataSummary = {
  ...table,
  columns: [{ name: 'city', role: 'feature', type: 'category', categories: ['Bern', 'Lima', 'Oslo'] }],
};
const begin = draftOf({ data: 'builtin:digits', preset: 'explore', model: { kind: 'vae' } });

const type = (draft: Draft, key: string, text: string, data = images) =>
  withText(draft, fieldOf(key), text, data, defaults);
const shown = (draft: Draft, key: string, data = images) => textOf(draft, fieldOf(key), data, defaults);
const changed = (draft: Draft, data = images) =>
  fields.filter((field) => isChanged(draft, field, data, defaults)).map(({ key }) => key);

describe('a configuration that is being worked on', () => {
  it('begins at what the preset and the data say, with nothing changed', () => {
    assert.equal(shown(begin, 'model.latent'), '3');
    assert.equal(shown(begin, 'model.hidden'), '256, 128');
    assert.equal(shown(begin, 'model.likelihood'), 'bernoulli');
    assert.equal(shown(draftOf({ data: 'a.csv' }), 'model.likelihood', table), 'gaussian-learned');
    assert.equal(shown(begin, 'data.limit'), '');
    assert.equal(shown(begin, 'backend'), 'auto');
    assert.equal(textOf(begin, fieldOf('backend'), images, { backend: 'wasm', memory: null }), 'wasm');
    assert.deepEqual(changed(begin), []);
  });

  it('accepts every text that stands in it, and is the same then', () => {
    for (const field of fields) {
      const text = shown(begin, field.key);
      if (field.form === 'roles' || text === '') continue;
      const next = type(begin, field.key, text);
      assert.deepEqual(resolveConfig(next.request, images), resolveConfig(begin.request, images), field.key);
      assert.deepEqual(next.typed, {}, field.key);
      assert.deepEqual(changed(next), [], field.key);
    }
  });

  it('is refilled by another preset, but for what was changed', () => {
    const first = type(type(begin, 'training.epochs', '7'), 'model.latent', '5');
    assert.deepEqual(changed(first), ['model.latent', 'training.epochs']);
    const other = withPreset(first, 'classic');
    assert.equal(shown(other, 'training.epochs'), '7');
    assert.equal(shown(other, 'model.latent'), '5');
    assert.equal(shown(other, 'model.hidden'), '256');
    assert.equal(shown(other, 'training.batchSize'), '16');
    const reset = withoutChange(other, fieldOf('model.latent'));
    assert.equal(shown(reset, 'model.latent'), '32');
    assert.deepEqual(changed(reset), ['training.epochs']);
  });

  it('is not changed by what it is by itself, and another preset fills that in', () => {
    const own = shown(begin, 'training.epochs');
    const back = type(type(begin, 'training.epochs', '7'), 'training.epochs', own);
    assert.deepEqual(back.request, begin.request);
    assert.equal(shown(withPreset(back, 'classic'), 'training.batchSize'), '16');
  });

  it('keeps what is no value as it was typed, and its request as it was', () => {
    const wrong = type(begin, 'model.latent', 'tw');
    assert.deepEqual(wrong.request, begin.request);
    assert.equal(shown(wrong, 'model.latent'), 'tw');
    assert.deepEqual(changed(wrong), ['model.latent']);
    assert.deepEqual(
      problemsOf(wrong, { summary: images, failure: null }).map(({ key, sentence }) => [key, sentence]),
      [['model.latent', 'Latent dimensions must be a number, not "tw".']],
    );
    const right = type(wrong, 'model.latent', '2');
    assert.deepEqual(problemsOf(right, { summary: images, failure: null }), []);
    assert.deepEqual(withoutChange(wrong, fieldOf('model.latent')), begin);
  });

  it('leaves out what may be left out', () => {
    const limited = type(begin, 'data.limit', '50');
    assert.deepEqual(limited.request.data, { source: 'builtin:digits', limit: 50 });
    assert.deepEqual(type(limited, 'data.limit', '').request.data, { source: 'builtin:digits' });
    assert.deepEqual(type(type(begin, 'name', 'mine'), 'name', ' ').request.name, undefined);
    assert.deepEqual(Object.keys(type(begin, 'data.source', '').typed), ['data.source']);
  });

  it('says what is at odds with the data, at the setting that is', () => {
    const conv = type(draftOf({ data: table.source }), 'model.architecture', 'conv', table);
    const [problem, ...others] = problemsOf(conv, { summary: table, failure: null });
    assert.equal(problem.key, 'model.architecture');
    assert.match(problem.sentence, /Convolution/i);
    assert.deepEqual(others, []);
    const failure = { code: 'data.missing', params: { path: '/gone.csv' } } as const;
    assert.deepEqual(
      problemsOf(begin, { summary: null, failure }).map(({ key }) => key),
      ['data.source'],
    );
  });

  it('becomes a valid request in few words, its preset among them', () => {
    assert.deepEqual(requestOfDraft(draftOf({ data: 'builtin:digits' }), images), {
      data: 'builtin:digits',
      preset: 'explore',
    });
    const request = requestOfDraft(type(type(begin, 'data.limit', '50'), 'model.hidden', '64, 32'), images);
    assert.deepEqual(request, {
      data: { source: 'builtin:digits', limit: 50 },
      preset: 'explore',
      model: { kind: 'vae', hidden: [64, 32] },
    });
    assert.ok(v.is(RunRequest, request));
  });

  it('takes other data without what was said of the columns before', () => {
    const draft = draftOf({ data: { source: 'a.csv', roles: { x: 'id' }, limit: 5 } });
    assert.deepEqual(withData(draft, { source: 'b.csv' }).request.data, { source: 'b.csv', limit: 5 });
  });

  it('is read back as it was kept, and only where it is one', () => {
    const wrong = type(type(begin, 'training.epochs', '7'), 'model.latent', '0');
    assert.deepEqual(readDraft(JSON.parse(JSON.stringify(wrong))), wrong);
    assert.deepEqual(readDraft({ ...wrong, typed: { ...wrong.typed, 'model.gone': '1' } }), wrong);
    assert.equal(readDraft(undefined), undefined);
    assert.equal(readDraft({ request: { data: 5 }, typed: {} }), undefined);
  });
});

describe('the roles of columns', () => {
  const draft = (data: Omit<DataConfig, 'source'>) => draftOf({ data: { source: 'a.csv', ...data } });
  const data = ({ request }: Draft) => {
    const { source: _, ...rest }: DataConfig = request.data;
    return rest;
  };

  it('are what was said, by whichever setting', () => {
    const said = draft({ labels: 'y', ignore: ['a'], roles: { b: 'id' } }).request.data;
    assert.deepEqual(
      ['y', 'a', 'b', 'c'].map((name) => roleOf(said, name)),
      ['label', 'ignore', 'id', null],
    );
  });

  it('are said in one way, and taken back without a trace', () => {
    const said = withRole(draft({ ignore: ['a'] }), ['a'], 'feature');
    assert.deepEqual(data(said), { roles: { a: 'feature' } });
    assert.deepEqual(data(withRole(said, ['a'], null)), {});
    assert.deepEqual(data(withRole(draft({}), ['a', 'b'], 'ignore')), { roles: { a: 'ignore', b: 'ignore' } });
  });

  it('have one label: another one takes its place', () => {
    assert.deepEqual(data(withRole(draft({ labels: 'y' }), ['x'], 'label')), { roles: { x: 'label' } });
    assert.deepEqual(data(withRole(draft({ roles: { y: 'label', z: 'id' } }), ['x'], 'label')), {
      roles: { z: 'id', x: 'label' },
    });
    assert.deepEqual(data(withRole(draft({ labels: 'y' }), ['x'], 'id')), { labels: 'y', roles: { x: 'id' } });
    assert.deepEqual(data(withRole(draft({ labels: 'y' }), ['y'], 'id')), { roles: { y: 'id' } });
  });
});

describe('settings in sight', () => {
  const situation = (summary: DataSummary, request: RunRequest, hasColumns = false) => ({
    summary,
    config: resolveConfig(request, summary),
    hasColumns,
  });
  const seen = (request: RunRequest, summary: DataSummary, hasColumns = false) =>
    fields
      .filter((field) => isRelevant(field, draftOf(request), situation(summary, request, hasColumns)))
      .map(({ key }) => key);

  /** An objective in which every part has a weight. */
  const everything: RunRequest['objective'] = {
    warmUpEpochs: 5,
    annealing: 'cyclical',
    capacity: { nats: 25 },
    totalCorrelation: { weight: 1 },
    covariance: { diagonal: 1 },
    mmd: { weight: 1 },
    gan: { weight: 1 },
    sparsity: { weight: 1, by: 'kl' },
    corruption: { amount: 0.1 },
  };

  it('say more of weights of epochs where some are kept', () => {
    const keeping = (keepWeights: NonNullable<RunRequest['training']>['keepWeights']) =>
      seen({ data: 'x', training: { keepWeights } }, images)
        .filter((key) => key.startsWith('training.keepWeights.'))
        .map((key) => key.slice(21));
    assert.deepEqual(keeping(undefined), ['epochs']);
    assert.deepEqual(keeping({ epochs: 'powers' }), ['epochs', 'precision']);
    assert.deepEqual(keeping({ epochs: 'every' }), ['epochs', 'every', 'precision']);
    const heldOut = (validationSplit: number) =>
      seen({ data: 'x', training: { validationSplit } }, images).includes('training.splitSeed');
    assert.deepEqual([heldOut(0.1), heldOut(0)], [true, false]);
  });

  it('are all of them, for some data and some model', () => {
    const kinds: DataSummary[] = [
      images,
      table,
      { ...images, format: 'images' },
      labelled,
      { ...images, format: 'npz' },
      { ...images, format: 'text', kind: 'text' },
    ];
    const all = new Set(
      kinds.flatMap((summary) => [
        ...seen({ data: 'x', training: { patience: 2, schedule: 'plateau' } }, summary, summary === table),
        ...seen({ data: 'x', training: { schedule: 'milestones' } }, summary),
        ...seen({ data: 'x' }, summary, summary === table),
        ...seen({ data: { source: 'x', limit: 5 } }, summary, summary === table),
        ...seen({ data: 'x', model: { likelihood: 'gaussian' } }, summary),
        ...seen({ data: 'x', training: { keepWeights: { epochs: 'every' } } }, summary),
        ...seen({ data: 'x', objective: everything }, summary),
        ...(['residual', 'transformer', 'gru'] as const).flatMap((architecture) =>
          seen({ data: 'x', model: { architecture } }, summary),
        ),
        ...seen({ data: 'x', model: { posterior: { name: 'iaf' }, prior: { name: 'vamp' } } }, summary),
        ...seen({ data: 'x', family: 'm2' }, summary),
        ...seen({ data: 'x', model: { embedding: { above: 20 } } }, visits, true),
        ...seen({ data: 'x', model: { prior: { name: 'realnvp' } }, objective: { samples: 5 } }, summary),
        ...(['adamw', 'sgd'] as const).flatMap((name) => [
          ...seen({ data: 'x', training: { optimizer: { name } } }, summary),
          ...seen({ data: 'x', family: 'aae', training: { optimizer: { name } } }, summary),
        ]),
        ...seen({ data: 'x', training: { batchGrowth: { every: 2 } } }, summary),
        ...seen({ data: { source: 'x', validation: { source: 'y' } } }, summary),
        ...(['ladder', 'quantised', 'scalar-quantised', 'gumbel'] as const).flatMap((name) =>
          seen({ data: 'x', model: { architecture: 'conv', posterior: { name } } }, summary),
        ),
      ]),
    );
    // The list of columns shows what is left out, too.
    assert.deepEqual(
      fields.filter(({ key }) => !all.has(key)).map(({ key }) => key),
      ['data.ignore'],
    );
  });

  it('are those that have a say', () => {
    const vae = seen({ data: 'x' }, images);
    assert.ok(vae.includes('objective.beta') && !vae.includes('data.roles') && !vae.includes('model.variance'));
    const ae = seen({ data: 'x', model: { kind: 'ae' } }, images);
    assert.ok(!ae.includes('objective.beta') && ae.includes('model.variance'));
    assert.ok(seen({ data: 'x' }, table, true).includes('data.roles'));
    assert.ok(vae.includes('objective.mmd.weight') && !vae.includes('objective.mmd.kernel'));
    assert.ok(seen({ data: 'x', family: 'info-vae' }, images).includes('objective.mmd.kernel'));
    const ofGan = (keys: readonly string[]) => keys.filter((key) => key.startsWith('objective.gan.')).length;
    assert.deepEqual([vae, ae, seen({ data: 'x', family: 'vae-gan' }, images)].map(ofGan), [1, 0, 3]);
    assert.ok(vae.includes('training.optimizer.name') && !vae.includes('training.optimizer.momentum'));
    const ofGrowth = (keys: readonly string[]) => keys.filter((key) => key.startsWith('training.batchGrowth.')).length;
    assert.equal(ofGrowth(vae), 1);
    assert.equal(ofGrowth(seen({ data: 'x', training: { batchGrowth: { every: 2 } } }, images)), 3);
    const heldOut = ['data.validation.labels', 'training.validationSplit', 'training.splitSeed'];
    const ofHeldOut = (request: RunRequest) => heldOut.filter((key) => seen(request, images).includes(key));
    assert.deepEqual(ofHeldOut({ data: 'x' }), heldOut.slice(1));
    const other = { source: 'x', validation: { source: 'y' } };
    assert.deepEqual(ofHeldOut({ data: other }), images.format === 'builtin' ? [] : heldOut.slice(0, 1));
    assert.ok(!seen({ data: other }, table, true).includes('training.validation.column'));
    assert.ok(vae.includes('training.optimizer.beta1'));
    const bySgd = seen({ data: 'x', training: { optimizer: { name: 'sgd' } } }, images);
    assert.ok(!bySgd.includes('training.optimizer.beta1') && bySgd.includes('training.optimizer.momentum'));
    const ofOpponent = (keys: readonly string[]) =>
      keys.filter((key) => key.startsWith('training.players.')).map((key) => key.replace(/^.*discriminator\./, ''));
    assert.deepEqual(ofOpponent(vae), []);
    const usual = [
      'learningRate',
      'every',
      'optimizer.name',
      'optimizer.convention',
      'optimizer.epsilon',
      'optimizer.weightDecay',
      'optimizer.beta1',
      'optimizer.beta2',
      'optimizer.clipNorm',
    ];
    for (const family of ['factor-vae', 'aae', 'vae-gan'] as const)
      assert.deepEqual(ofOpponent(seen({ data: 'x', family }, images)), usual, family);
    const players = { discriminator: { optimizer: { name: 'rmsprop' } } } as const;
    assert.ok(
      ofOpponent(seen({ data: 'x', family: 'aae', training: { players } }, images)).includes('optimizer.momentum'),
    );
    assert.ok(vae.includes('model.posterior.name') && !vae.includes('model.posterior.codes'));
    assert.ok(!ae.includes('model.posterior.name'));
    assert.ok(!vae.some((key) => key.startsWith('model.transformer.') || key.startsWith('model.residual.')));
    const residual = seen({ data: 'x', model: { architecture: 'residual' } }, images);
    assert.ok(residual.includes('model.residual.groups') && !residual.includes('model.transformer.width'));
    const recurrent = seen({ data: 'x', model: { architecture: 'gru' } }, images);
    assert.ok(recurrent.includes('model.gru.width') && !recurrent.includes('model.transformer.width'));
    assert.ok(vae.includes('model.activation') && !recurrent.includes('model.activation'));
    assert.ok(!vae.some((key) => key.startsWith('model.gru.')));
    for (const key of ['training.balance', 'training.validation.stratified', 'training.validation.column'])
      assert.ok(!vae.includes(key), key);
    assert.ok(seen({ data: 'x' }, table, true).includes('training.validation.column'));
    assert.ok(!vae.includes('training.monitor') && !vae.includes('training.plateau.factor'));
    assert.ok(seen({ data: 'x', training: { patience: 3 } }, images).includes('training.monitor'));
    const posterior = { name: 'quantised' } as const;
    const conv = (places: boolean) =>
      seen(
        { data: 'x', model: { architecture: 'conv', posterior: { ...posterior, ...(places && { places }) } } },
        images,
      );
    const dense = seen({ data: 'x', model: { posterior } }, images);
    assert.ok(dense.includes('model.posterior.codes') && !dense.includes('model.posterior.classes'));
    assert.ok(!dense.includes('model.posterior.places') && conv(false).includes('model.posterior.places'));
    assert.ok(dense.includes('model.posterior.groups') && !conv(true).includes('model.posterior.groups'));
  });

  it('are of the distributions of codes those that the chosen ones have', () => {
    const of = (model: RunRequest['model'], objective: RunRequest['objective'] = {}) =>
      new Set(seen({ data: 'x', model, objective }, images));
    const plain = of({});
    assert.ok(plain.has('model.prior.name') && plain.has('model.posterior.name') && plain.has('objective.samples'));
    for (const key of ['model.prior.components', 'model.prior.layers', 'model.posterior.layers', 'objective.gradient'])
      assert.ok(!plain.has(key), key);
    assert.ok(!of({ kind: 'ae' }).has('model.prior.name') && !of({ kind: 'ae' }).has('objective.samples'));
    assert.ok(of({ prior: { name: 'mixture' } }).has('model.prior.components'));
    assert.ok(!of({ prior: { name: 'mixture' } }).has('objective.freeBits') && plain.has('objective.freeBits'));
    assert.ok(of({ prior: { name: 'realnvp' } }).has('model.prior.width'));
    assert.ok(of({ posterior: { name: 'planar' } }).has('model.posterior.layers'));
    assert.ok(!of({ posterior: { name: 'planar' } }).has('model.posterior.width'));
    const ladder = of({ posterior: { name: 'ladder' } });
    for (const key of ['model.posterior.top', 'model.posterior.sizes', 'model.posterior.width', 'objective.freeBits'])
      assert.ok(ladder.has(key), key);
    assert.ok(!ladder.has('model.prior.name'));
    assert.ok(!plain.has('model.posterior.top') && !plain.has('model.posterior.sizes'));
    const iwae = of({}, { samples: 5 });
    assert.ok(iwae.has('objective.gradient') && !iwae.has('objective.freeBits'));
    assert.ok(!of({ posterior: { name: 'iaf' } }, { samples: 5 }).has('objective.gradient'));
  });

  it('are of embeddings those of data with columns of categories, and a width where columns are embedded', () => {
    const of = (summary: DataSummary, model: RunRequest['model'] = {}) =>
      seen({ data: 'x', model }, summary, true).filter((key) => key.startsWith('model.embedding.'));
    assert.deepEqual([of(table), of(images), of(visits)], [[], [], ['model.embedding.above']]);
    const both = ['model.embedding.above', 'model.embedding.width'];
    assert.deepEqual(of(visits, { embedding: { above: 20 } }), both);
  });

  it('are of classes those of data that have any, and the weight of the classification where they are inferred', () => {
    assert.ok(seen({ data: 'x' }, labelled).includes('model.classes'));
    assert.ok(!seen({ data: 'x' }, images).includes('model.classes'));
    const weight = 'objective.classification.weight';
    assert.ok(!seen({ data: 'x', model: { classes: 'given' } }, labelled).includes(weight));
    assert.ok(seen({ data: 'x', model: { classes: 'inferred' } }, labelled).includes(weight));
    const problems = problemsOf(draftOf({ data: 'x', family: 'cvae' }), { summary: images, failure: null });
    assert.deepEqual(
      problems.map(({ key }) => key),
      ['model.classes'],
    );
  });

  it('are also those that were changed: nothing of a configuration is hidden', () => {
    const request: RunRequest = { data: { source: 'x', tile: 28 }, model: { kind: 'ae' }, objective: { beta: 4 } };
    const keys = seen(request, table, true);
    assert.ok(keys.includes('data.tile') && keys.includes('objective.beta'));
  });
});
