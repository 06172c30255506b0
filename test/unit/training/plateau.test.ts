import assert from 'node:assert/strict';
import { afterEpoch, noPlateau, shareAfter } from '../../../src/training/plateau';

describe('A plateau', () => {
  it('lets the step size fall when PyTorch 2.13 does', () => {
    // torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=2, threshold=0), lr 1, by step(loss).
    const losses = [5, 4, 4, 4.5, 4, 4, 3.9, 4, 4, 4, 4, 4, 4, 4, 4, 3, 2, 2, 2, 2, 2];
    const expected = [
      1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125,
      0.0625, 0.0625,
    ];
    let state = noPlateau;
    const rates = losses.map((loss) => {
      state = afterEpoch(state, loss, { patience: 2 });
      return shareAfter(state, { factor: 0.5 });
    });
    assert.deepEqual(rates, expected);
  });
});
