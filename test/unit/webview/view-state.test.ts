import assert from 'node:assert/strict';
import { fitToRun, parseViewState } from '../../../webview/view-state';
import { buildRun } from './builders';

const beginning = parseViewState(undefined);

describe('The view state', () => {
  it('comes back as it was kept', () => {
    const kept = {
      ...beginning,
      page: 'reconstructions' as const,
      camera: { position: [1, 2, 3] as [number, number, number], target: [0, 0, 0] as [number, number, number] },
      pinned: 7,
      hidden: { digit: [1, -1] },
      epoch: 1,
    };
    assert.deepEqual(parseViewState(JSON.parse(JSON.stringify(kept))), kept);
  });

  it('begins anew where there is nothing, nonsense, or another version', () => {
    for (const kept of [null, 'text', 3, [], { version: 2, page: 'reconstructions' }]) {
      assert.deepEqual(parseViewState(kept), beginning);
    }
  });

  it('loses a bad part, and only that', () => {
    const parsed = parseViewState({
      version: 1,
      page: 'reconstructions',
      pinned: -3,
      pointSize: 1e9,
      camera: { position: [1] },
    });
    assert.equal(parsed.page, 'reconstructions');
    assert.equal(parsed.pinned, null);
    assert.equal(parsed.pointSize, 1);
    assert.equal(parsed.camera, null);
  });

  it('chooses what suits the run: its axes up to three dimensions, components above, the label', () => {
    const two = fitToRun(beginning, buildRun({ latent: 2 }), null);
    assert.deepEqual(two.projection, { kind: 'axes', axes: [0, 1, -1] });
    assert.equal(two.colour, 'digit');
    const many = fitToRun(beginning, buildRun({ latent: 32, label: 'gone' }), null);
    assert.deepEqual(many.projection, { kind: 'pca' });
    assert.equal(many.colour, 'reconstruction');
  });

  it('drops what the run does not have', () => {
    const kept = {
      ...beginning,
      projection: { kind: 'axes' as const, axes: [0, 1, 9] as [number, number, number] },
      colour: 'gone',
      epoch: 5,
      pinned: 100,
    };
    const fitted = fitToRun(kept, buildRun({ latent: 8, examples: 100 }), null);
    assert.deepEqual(fitted.projection, { kind: 'pca' });
    assert.equal(fitted.colour, 'digit');
    assert.equal(fitted.epoch, null);
    assert.equal(fitted.pinned, null);
    const stays = fitToRun({ ...kept, epoch: 2, pinned: 99, colour: 'kl' }, buildRun({ latent: 10 }), null);
    assert.deepEqual([stays.projection, stays.epoch, stays.pinned, stays.colour], [kept.projection, 2, 99, 'kl']);
  });

  it('opens the page that was asked for', () => {
    assert.equal(fitToRun(beginning, buildRun(), 'reconstructions').page, 'reconstructions');
    assert.equal(fitToRun({ ...beginning, page: 'reconstructions' }, buildRun(), null).page, 'reconstructions');
  });
});
