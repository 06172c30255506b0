import assert from 'node:assert/strict';
import { fastestOf, libraryDescription, libraryName } from '../../../src/host/library-text';
import { fillPlaceholders } from '../../../src/protocol/errors';

const t = (message: string, ...args: (string | number)[]) =>
  fillPlaceholders(message, Object.fromEntries(args.entries()));

describe('a library in a list', () => {
  it('has a name, even without a release', () => {
    assert.equal(libraryName({ version: '2.21.0' }, t), 'TensorFlow 2.21.0');
    assert.match(libraryName({ version: null }, t), /TensorFlow.*unknown/);
  });

  it('says where it is from, how large and, once measured, how fast it is', () => {
    const library = { kind: 'python', bytes: 853_308_936 } as const;
    assert.equal(libraryDescription(library, undefined, false, t), 'in a Python environment · 853 MB');
    const times = { dense: 2.8765, conv: 18.04 };
    assert.equal(
      libraryDescription(library, times, true, t),
      'fastest · dense 2.88 ms, convolutional 18 ms · in a Python environment · 853 MB',
    );
    assert.doesNotMatch(libraryDescription(library, { failure: 'It does not work.' }, false, t), /ms/);
  });

  it('is the fastest of those that were measured, if there is another', () => {
    const slow = { dense: 3, conv: 20 };
    const fast = { dense: 4, conv: 12 };
    const measured = { a: slow, b: fast, c: { failure: 'No.' } };
    assert.equal(fastestOf(new Map(Object.entries(measured))), 'b');
    assert.equal(fastestOf(new Map([['a', slow]])), undefined);
    assert.equal(fastestOf(new Map()), undefined);
  });
});
