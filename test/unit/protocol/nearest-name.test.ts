import assert from 'node:assert/strict';
import { measureNames } from '../../../src/protocol/measures';
import { nearestName } from '../../../src/protocol/nearest-name';

describe('nearestName', () => {
  it('is the one with the fewest letters to change', () => {
    assert.equal(nearestName('trustworthines', measureNames), 'trustworthiness');
    assert.equal(nearestName('knn', measureNames), 'knn-accuracy');
    assert.equal(nearestName('kitten', ['mitten', 'sitting', 'kit']), 'mitten');
  });

  it('is the first of several', () => {
    assert.equal(nearestName('b', ['a', 'c']), 'a');
  });
});
