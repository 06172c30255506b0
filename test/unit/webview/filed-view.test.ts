import assert from 'node:assert/strict';
import * as v from 'valibot';
import { tsneDefaults } from '../../../src/protocol/layout';
import { Bits } from '../../../webview/data/bits';
import { KeptDocument, keepDocument, type ViewDocument } from '../../../webview/state/view-document';
import { readView } from '../../../webview/views/filed-view';

const first = v.parse(KeptDocument, {});
const document: ViewDocument = {
  ...first,
  projection: { kind: 'axes', axes: [0, 2, -1] },
  colour: 'digit',
  scales: [
    {
      column: 'reconstruction',
      map: 'blue-orange',
      reversed: true,
      log: true,
      range: { kind: 'values', low: 0.5, high: null },
      centre: 2,
    },
  ],
  ownColours: [{ column: 'digit', category: '4', colour: '#ff00ff' }],
  legendOrder: 'count',
  filters: [
    { kind: 'categories', column: 'digit', hidden: [1, -1] },
    { kind: 'query', text: 'digit = 4' },
    { kind: 'examples', examples: Bits.of(700, [0, 3, 699]), without: true },
  ],
  selection: Bits.where(5000, (index) => index % 2 === 0),
  named: [{ name: 'some', examples: Bits.of(700, [5]) }],
  cursor: { on: true, position: [0.5, 1, -2] },
};
const problem = (change: object) => {
  const read = readView({ ...(keepDocument(document) as object), ...change });
  return 'problem' in read ? read.problem : null;
};

describe('a view from a file', () => {
  it('is what was saved', () => {
    const read = readView(JSON.parse(JSON.stringify(keepDocument(document))));
    assert.ok('view' in read);
    assert.deepEqual(keepDocument(read.view), keepDocument(document));
  });

  it('may be of a layout of some examples', () => {
    const projection = { ...tsneDefaults, of: Bits.of(700, [0, 3, 699]) };
    const read = readView(JSON.parse(JSON.stringify(keepDocument({ ...document, projection }))));
    assert.ok('view' in read);
    assert.deepEqual(read.view.projection, projection);
    assert.equal(problem({ projection: { ...tsneDefaults, of: 'all' } }), 'view.projection');
  });

  it('may say less, and write a set of examples in either way', () => {
    assert.ok('view' in readView({}));
    // As it was before columns had scales.
    const {
      scales: _,
      ownColours: __,
      legendOrder: ___,
      ...former
    } = keepDocument(document) as Record<string, unknown>;
    const read = readView(former);
    assert.deepEqual('view' in read && [read.view.scales, read.view.ownColours, read.view.legendOrder], [[], [], null]);
    assert.ok('view' in readView({ scales: [{ column: 'x', map: 'magma' }] }), 'the rest of a scale is the usual one');
    assert.ok('view' in readView({ selection: { length: 64, bits: btoa('\u0001\0\0\0\0\0\0\0') } }));
  });

  it('is refused at the place that is not known', () => {
    assert.equal(problem({ shadows: true }), 'view.shadows');
    assert.equal(problem({ colour: 7 }), 'view.colour');
    assert.equal(problem({ scales: [{ column: 'x', map: 'jet' }] }), 'view.scales');
    assert.equal(problem({ scales: [{ column: 'x', range: { kind: 'values', low: 2, high: 1 } }] }), 'view.scales');
    assert.equal(problem({ scales: [{ column: 'x', steps: 3 }] }), 'view.scales.0.steps');
    assert.equal(problem({ ownColours: [{ column: 'x', category: 'a', colour: 'red' }] }), 'view.ownColours');
    assert.equal(problem({ legendOrder: 'size' }), 'view.legendOrder');
    assert.equal(problem({ projection: { kind: 'tsne' } }), 'view.projection');
    assert.equal(problem({ projection: { kind: 'pca', seed: 3 } }), 'view.projection.seed');
    assert.equal(problem({ filters: [{ kind: 'query', text: 'a = 1' }, { kind: 'lasso' }] }), 'view.filters.1');
    assert.equal(problem({ cursor: { on: true, position: [0, 0] } }), 'view.cursor');
    assert.equal(problem({ selection: { length: 4, ranges: [3, 9] } }), 'view.selection');
    assert.equal('problem' in readView('text') && 'problem' in readView(null), true);
  });
});
