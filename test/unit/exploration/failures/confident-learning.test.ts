import assert from 'node:assert/strict';
import { labelQuality } from '../../../../src/exploration/failures/confident-learning';
import { stratifiedFolds } from '../../../../src/exploration/failures/folds';
import { learnable } from '../../../../src/exploration/failures/label-issues';

describe('Confident learning', () => {
  it('counts an example to a class by the threshold of that class', () => {
    // Thresholds: t0 = (0.9 + 0.45 + 0.03) / 3 = 0.46, t1 = (0.8 + 0.04) / 2 = 0.42.
    const probabilities = Float32Array.of(0.9, 0.1, 0.45, 0.55, 0.03, 0.97, 0.2, 0.8, 0.96, 0.04);
    const { confidences, confident } = labelQuality({ probabilities, classes: 2 }, [0, 0, 0, 1, 1]);
    assert.deepEqual(
      [...confidences].map((p) => Number(p.toFixed(4))),
      [0.9, 0.45, 0.03, 0.8, 0.04],
    );
    // The third is confidently of class 1, the fifth of class 0; the second is hardly likelier of class 1, and keeps its label.
    assert.deepEqual([...confident], [0, 0, 1, 1, 0]);
  });

  it('does not take the most probable class where that is below its threshold', () => {
    // t0 = 0.8, t1 = 0.15, t2 = 0.02: 0.65 of class 0 is too little for the third, and 0.33 of class 1 enough. Of the second 0.8 of class 0
    // would do, and is not ten times 0.15.
    const probabilities = Float32Array.of(0.8, 0.1, 0.1, 0.8, 0.15, 0.05, 0.65, 0.33, 0.02);
    const quality = (labels: readonly number[]) => labelQuality({ probabilities, classes: 3 }, labels);
    assert.deepEqual([...quality([0, 1, 2]).confident], [0, 1, 1]);
  });

  it('says nothing of what has no label, and counts nothing to a class that none has', () => {
    const probabilities = Float32Array.of(0.5, 0.1, 0.4, 0.1, 0.9, 0);
    const { confidences, confident } = labelQuality({ probabilities, classes: 3 }, [0, -1]);
    assert.ok(Number.isNaN(confidences[1]));
    assert.deepEqual([...confident], [0, -1]);
  });
});

describe('Folds', () => {
  it('have about as many of each class, and the same ones each time', () => {
    const labels = Int32Array.from({ length: 103 }, (_, i) => (i % 7 === 0 ? -1 : i % 3));
    const folds = stratifiedFolds(labels, 5);
    assert.deepEqual(folds, stratifiedFolds(labels, 5));
    for (const label of [0, 1, 2]) {
      const counts = [0, 1, 2, 3, 4].map((fold) => folds.filter((at, i) => at === fold && labels[i] === label).length);
      assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, counts.join());
    }
    assert.ok(labels.every((label, i) => label < 0 === folds[i] < 0));
  });
});

describe('Classes that can be learned', () => {
  const codesOf = (count: number) => ({ latent: 1, means: Float32Array.from({ length: count }, (_, i) => i) });

  it('have a member for each fold; the members of others are not judged', () => {
    const labels = [4, 4, 4, 4, 4, 2, 2, 2, 2, 9, 9, 9, 9, 9, -1, Number.NaN];
    const found = learnable(codesOf(labels.length), labels);
    assert.deepEqual(found.classes, [4, 9]);
    assert.equal(found.unjudged, 4);
    assert.deepEqual([...found.labels], [0, 0, 0, 0, 0, -1, -1, -1, -1, 1, 1, 1, 1, 1, -1, -1]);
  });

  it('are none of one example, and none of codes that are no numbers', () => {
    assert.deepEqual(learnable(codesOf(1), [0]), { labels: Int32Array.of(-1), classes: [], unjudged: 1 });
    const lost = { latent: 1, means: new Float32Array(6).fill(Number.NaN) };
    assert.deepEqual(learnable(lost, [1, 1, 1, 1, 1, 1]).classes, []);
  });
});
