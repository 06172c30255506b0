import assert from 'node:assert/strict';
import { tsneDefaults, umapDefaults } from '../../../src/protocol/layout';
import { Bits } from '../../../webview/data/bits';
import { askedProjection } from '../../../webview/layouts/chosen-layout';
import { fitToRun, keepState, type PanelChoices, parseKeptState } from '../../../webview/state/kept-state';
import type { ViewDocument } from '../../../webview/state/view-document';
import { buildRun } from './builders';

const beginning = parseKeptState(undefined);
const reloaded = (choices: PanelChoices) => parseKeptState(JSON.parse(JSON.stringify(keepState(choices))));

describe('The kept state', () => {
  it('comes back as it was kept', () => {
    const scattered = Bits.where(100, (index) => index % 3 === 0);
    const kept: PanelChoices = {
      ui: { ...beginning.ui, page: 'reconstructions', camera: { position: [1, 2, 3], target: [0, 0, 0] } },
      view: {
        ...beginning.view,
        pinned: 7,
        epoch: 1,
        trails: { on: true, epochs: 16 },
        posterior: { on: true, at: 'draw', seed: 4 },
        filters: [
          { kind: 'categories', column: 'digit', hidden: [1, -1] },
          { kind: 'range', column: 'kl', low: null, high: 3 },
          { kind: 'query', text: 'digit = 1' },
          { kind: 'examples', examples: scattered, without: true },
        ],
        selection: Bits.of(100, [3, 4, 5, 99]),
        named: [{ name: 'mine', examples: scattered }],
        path: { points: [{ example: 4 }, { code: [0.5, -1] }], pieces: 32, kinds: ['graph'] },
        cursor: { on: true, position: [1, 0, 2], base: [0.25, 3] },
      },
    };
    assert.deepEqual(fitToRun(reloaded(kept), buildRun(), null).view.filters, kept.view.filters);
    const back = reloaded(kept);
    assert.deepEqual(back.ui, kept.ui);
    assert.ok(back.view.selection?.equals(kept.view.selection as Bits));
    assert.deepEqual(back.view, kept.view);
  });

  it('begins anew where there is nothing, nonsense, or another version', () => {
    for (const kept of [null, 'text', 3, [], { version: 3, ui: { page: 'reconstructions' } }]) {
      assert.deepEqual(parseKeptState(kept), beginning);
    }
  });

  it('of version 1 still opens, with what was hidden', () => {
    const { view, ui } = parseKeptState({
      version: 1,
      page: 'reconstructions',
      colour: 'digit',
      hidden: { digit: [1, -1], split: [0] },
      epoch: 2,
      camera: { position: [1, 2, 3], target: [0, 0, 0] },
      pinned: 7,
      pointSize: 2,
      legendOpen: false,
      cursor: { on: true, position: [0, 0, 1] },
      sizes: { inspector: 400, curves: 200 },
      grid: { order: 'best', category: 1, split: null },
    });
    assert.deepEqual(view.filters, [{ kind: 'categories', column: 'digit', hidden: [1, -1] }]);
    assert.deepEqual(
      [view.colour, view.epoch, view.pinned, view.pointSize, view.cursor.on, view.grid.order],
      ['digit', 2, 7, 2, true, 'best'],
    );
    assert.deepEqual(
      [ui.page, ui.camera?.position, ui.legendOpen, ui.sizes.inspector],
      ['reconstructions', [1, 2, 3], false, 400],
    );
  });

  it('loses a bad part, and only that', () => {
    const bad = { pinned: -3, pointSize: 1e9 };
    const former = parseKeptState({
      version: 1,
      page: 'reconstructions',
      camera: { position: [1] },
      hidden: 3,
      ...bad,
    });
    const filters = [{ kind: 'range', column: 'kl', low: 'x', high: 1 }, { kind: 'query', text: 'a' }, { kind: 'new' }];
    const selection = { length: 10, ranges: [5, 3] };
    const now = parseKeptState({
      version: 2,
      view: { ...bad, filters, selection, colour: 'kl' },
      ui: { page: 'reconstructions', camera: { position: [1] } },
    });
    for (const { view, ui } of [former, now]) {
      assert.equal(ui.page, 'reconstructions');
      assert.equal(ui.camera, null);
      assert.equal(view.pinned, null);
      assert.equal(view.pointSize, 1);
      assert.equal(view.selection, null);
    }
    assert.deepEqual(former.view.filters, []);
    assert.deepEqual(now.view.filters, [{ kind: 'query', text: 'a' }]);
    assert.equal(now.view.colour, 'kl');
  });

  it('chooses what suits the run: its axes up to three dimensions, components above, the label', () => {
    const two = fitToRun(beginning, buildRun({ latent: 2 }), null).view;
    assert.deepEqual(two.projection, { kind: 'axes', axes: [0, 1, -1] });
    assert.equal(two.colour, 'digit');
    const many = fitToRun(beginning, buildRun({ latent: 32, label: 'gone' }), null).view;
    assert.deepEqual(many.projection, { kind: 'pca' });
    const kept = (projection: ViewDocument['projection'], latent: number) =>
      fitToRun(reloaded({ ...beginning, view: { ...beginning.view, projection } }), buildRun({ latent }), null).view
        .projection;
    const plane = { kind: 'axes' as const, axes: [2, 0, -1] as [number, number, number] };
    assert.deepEqual([kept(plane, 3), kept(plane, 5)], [plane, plane]);
    const components = { kind: 'pca' as const, dims: 2 as const };
    assert.deepEqual([kept(components, 5), kept(components, 3)], [components, { kind: 'axes', axes: [0, 1, 2] }]);
    assert.equal(many.colour, 'reconstruction');
  });

  it('keeps a layout by UMAP with its parameters, for any number of dimensions', () => {
    const projection = { ...umapDefaults, minDist: 0.3 };
    const view = { ...beginning.view, projection };
    const again = reloaded({ ...beginning, view });
    for (const latent of [2, 8]) {
      assert.deepEqual(fitToRun(again, buildRun({ latent }), null).view.projection, projection);
    }
    const wrong = { ...projection, neighbours: -1 };
    const kept = reloaded({ ...beginning, view: { ...view, projection: wrong } });
    assert.equal(kept.view.projection, null);
  });

  it('keeps columns as axes where the run has them, as numbers', () => {
    const run = buildRun({ latent: 8 });
    const weight = { name: 'weight', role: 'feature', type: 'numeric' } as const;
    const kept = (columns: [string, string]) => {
      const view = { ...beginning.view, projection: { kind: 'columns' as const, columns } };
      const again = reloaded({ ...beginning, view });
      return fitToRun(again, { ...run, columns: [...run.columns, weight, { ...weight, name: 'height' }] }, null);
    };
    const projection = { kind: 'columns', columns: ['weight', 'height'] };
    assert.deepEqual(kept(['weight', 'height']).view.projection, projection);
    for (const other of ['digit', 'kl', 'gone']) {
      assert.equal(kept(['weight', other]).view.projection?.kind, 'pca', other);
    }
  });

  it('keeps a layout of some examples alone, of a run that has as many', () => {
    const of = Bits.of(100, [0, 3, 4, 99]);
    const projection = { ...tsneDefaults, of };
    const again = reloaded({ ...beginning, view: { ...beginning.view, projection } });
    const kept = fitToRun(again, buildRun({ latent: 8, examples: 100 }), null).view.projection;
    assert.deepEqual(askedProjection(kept), { ...tsneDefaults, of: of.words });
    assert.deepEqual(fitToRun(again, buildRun({ latent: 8, examples: 90 }), null).view.projection, { kind: 'pca' });
  });

  it('keeps a direction as an axis, of a run of as many dimensions', () => {
    const projection = { kind: 'pca' as const, along: { vector: [0.5, -1, 0], name: '3 − 8' } };
    const again = reloaded({ ...beginning, view: { ...beginning.view, projection } });
    const fitted = (latent: number) => fitToRun(again, buildRun({ latent }), null).view.projection;
    assert.deepEqual(fitted(3), projection);
    assert.deepEqual(fitted(8), { kind: 'pca' });
    assert.deepEqual(fitted(2), { kind: 'axes', axes: [0, 1, -1] });
  });

  it('keeps onto which epoch others are turned; where its codes are gone, the newest', () => {
    const aligned = (alignedTo: number | null | undefined, latent: number) => {
      const view = { ...beginning.view, projection: { kind: 'pca' as const, alignedTo } };
      return fitToRun(reloaded({ ...beginning, view }), buildRun({ latent }), null).view.projection;
    };
    assert.deepEqual(aligned(1, 8), { kind: 'pca', alignedTo: 1 });
    assert.deepEqual(aligned(7, 8), { kind: 'pca', alignedTo: null });
    assert.deepEqual(aligned(null, 2), { kind: 'axes', axes: [0, 1, -1], alignedTo: null });
    assert.deepEqual(aligned(undefined, 8), { kind: 'pca' });
  });

  it('drops what the run does not have', () => {
    const view = {
      ...beginning.view,
      projection: { kind: 'axes' as const, axes: [0, 1, 9] as [number, number, number] },
      colour: 'gone',
      filters: [{ kind: 'range' as const, column: 'gone', low: 1, high: 2 }],
      selection: Bits.all(50),
      named: [{ name: 'mine', examples: Bits.all(50) }],
      epoch: 5,
      pinned: 100,
      path: {
        ...beginning.view.path,
        points: [{ example: 99 }, { example: 100 }, { code: [1] }, { code: [1, 2, 3, 4, 5, 6, 7, 8] }],
      },
    };
    const fitted = fitToRun({ ...beginning, view }, buildRun({ latent: 8, examples: 100 }), null).view;
    assert.deepEqual(fitted.projection, { kind: 'pca' });
    assert.equal(fitted.colour, 'digit');
    assert.deepEqual([fitted.epoch, fitted.pinned, fitted.selection], [null, null, null]);
    assert.deepEqual(fitted.path.points, [{ example: 99 }, { code: [1, 2, 3, 4, 5, 6, 7, 8] }]);
    assert.deepEqual(fitted.filters, []);
    assert.equal(fitted.named.length, 1, 'a kept one says that it is of other data');
    const suits = { ...view, epoch: 2, pinned: 99, colour: 'kl' };
    const stays = fitToRun({ ...beginning, view: suits }, buildRun({ latent: 10 }), null).view;
    assert.deepEqual([stays.projection, stays.epoch, stays.pinned, stays.colour], [view.projection, 2, 99, 'kl']);
  });

  it('opens the page that was asked for', () => {
    assert.equal(fitToRun(beginning, buildRun(), 'reconstructions').ui.page, 'reconstructions');
    const other = { ...beginning, ui: { ...beginning.ui, page: 'reconstructions' as const } };
    assert.equal(fitToRun(other, buildRun(), null).ui.page, 'reconstructions');
  });
});
