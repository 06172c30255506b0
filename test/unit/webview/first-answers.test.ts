import assert from 'node:assert/strict';
import { FirstAnswers } from '../../../webview/first-answers';

const pca = { epoch: null, projection: { kind: 'pca' } };
const frame = { epoch: 3, positions: new Float32Array(3), axes: [] };

describe('Answers that a page begins with', () => {
  it('are given once, each to its question', () => {
    const answers = new FirstAnswers();
    answers.give([
      { method: 'selections', params: {}, answer: 'selections' },
      { method: 'latents', params: pca, answer: frame },
    ]);
    assert.equal(answers.take('latents', { ...pca })?.answer, frame);
    assert.equal(answers.take('latents', pca), undefined);
    assert.equal(answers.take('selections', {})?.answer, 'selections');
  });

  it('are none to another question, and wait for theirs', () => {
    const answers = new FirstAnswers();
    answers.give([{ method: 'latents', params: pca, answer: frame }]);
    assert.equal(answers.take('latents', { ...pca, epoch: 2 }), undefined);
    assert.equal(answers.take('column', pca), undefined);
    assert.equal(answers.take('latents', pca)?.answer, frame);
  });
});
