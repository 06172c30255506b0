import assert from 'node:assert/strict';
import * as v from 'valibot';
import { choosable, featuresOf, labelOf, withFeatures, withLabel } from '../../../src/host/wizard-columns';
import { RunRequest } from '../../../src/protocol/config';
import type { ColumnInfo } from '../../../src/protocol/data';

const column = (name: string, role: ColumnInfo['role']): ColumnInfo => ({ name, role, type: 'numeric' });
const table = {
  columns: [column('no', 'id'), column('size', 'feature'), column('kind', 'feature'), column('species', 'label')],
};
const unlabelled = { columns: table.columns.slice(0, 3) };
const request: RunRequest = { data: '/data/flowers.csv', preset: 'explore' };

describe('The columns in the wizard', () => {
  it('begin at what was inferred, and stay that where nothing is changed', () => {
    for (const data of [table, unlabelled]) {
      const label = labelOf(request, data);
      assert.equal(label, data === table ? 'species' : undefined);
      assert.deepEqual(featuresOf(request, data), ['size', 'kind']);
      const answered = withFeatures(withLabel(request, data, label), data, featuresOf(request, data));
      assert.deepEqual(answered, request);
    }
  });

  it('become features or no features, in as few words as it takes', () => {
    const answered = withFeatures(request, table, ['no', 'kind']);
    assert.deepEqual(answered.data, { source: '/data/flowers.csv', roles: { no: 'feature', size: 'id' } });
    assert.ok(v.is(RunRequest, answered));
    assert.deepEqual(featuresOf(answered, table), ['no', 'kind']);
    assert.deepEqual(withFeatures(answered, table, ['size', 'kind']), request);
  });

  it('give the label up to another, which is no feature then', () => {
    const answered = withLabel(request, table, 'kind');
    assert.deepEqual(answered.data, { source: '/data/flowers.csv', labels: 'kind' });
    assert.equal(labelOf(answered, table), 'kind');
    assert.deepEqual(choosable(answered, table), ['no', 'size', 'species']);
    assert.deepEqual(featuresOf(answered, table), ['size', 'species']);
    const without = withFeatures(answered, table, ['size']);
    assert.deepEqual(without.data, { source: '/data/flowers.csv', labels: 'kind', roles: { species: 'id' } });
    assert.deepEqual(withLabel(without, table, 'species').data, '/data/flowers.csv');
  });

  it('do without a label, and then none is taken for one instead', () => {
    const answered = withLabel(request, table, undefined);
    assert.equal(labelOf(answered, table), undefined);
    assert.deepEqual(featuresOf(answered, table), ['size', 'kind']);
    const { data } = withFeatures(answered, table, ['size', 'kind', 'species']);
    assert.deepEqual(data, {
      source: '/data/flowers.csv',
      roles: { no: 'id', size: 'feature', kind: 'feature', species: 'feature' },
    });
    assert.deepEqual(withLabel({ ...request, data }, unlabelled, undefined).data, data);
  });

  it('keep what else is said of the data', () => {
    const asked: RunRequest = { data: { source: 'a.csv', limit: 5, roles: { size: 'label' } } };
    assert.equal(labelOf(asked, unlabelled), 'size');
    assert.deepEqual(withLabel(asked, unlabelled, 'kind').data, { source: 'a.csv', limit: 5, labels: 'kind' });
  });
});
