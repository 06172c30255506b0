import assert from 'node:assert/strict';
import * as v from 'valibot';
import { Bits } from '../../../webview/data/bits';
import { KeptDocument, keepDocument, type ViewDocument } from '../../../webview/state/view-document';
import { readView } from '../../../webview/views/filed-view';

const first = v.parse(KeptDocument, {});
const document: ViewDocument = {
  ...first,
  projection: { kind: 'axes', axes: [0, 2, -1] },
  colour: 'digit',
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

  it('may say less, and write a set of examples in either way', () => {
    assert.ok('view' in readView({}));
    assert.ok('view' in readView({ selection: { length: 64, bits: btoa('\u0001\0\0\0\0\0\0\0') } }));
  });

  it('is refused at the place that is not known', () => {
    assert.equal(problem({ shadows: true }), 'view.shadows');
    assert.equal(problem({ colour: 7 }), 'view.colour');
    assert.equal(problem({ projection: { kind: 'tsne' } }), 'view.projection');
    assert.equal(problem({ projection: { kind: 'pca', seed: 3 } }), 'view.projection.seed');
    assert.equal(problem({ filters: [{ kind: 'query', text: 'a = 1' }, { kind: 'lasso' }] }), 'view.filters.1');
    assert.equal(problem({ cursor: { on: true, position: [0, 0] } }), 'view.cursor');
    assert.equal(problem({ selection: { length: 4, ranges: [3, 9] } }), 'view.selection');
    assert.equal('problem' in readView('text') && 'problem' in readView(null), true);
  });
});
