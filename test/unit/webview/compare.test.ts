import assert from 'node:assert/strict';
import type { ColumnValues } from '../../../src/protocol/data';
import { resolveConfig } from '../../../src/protocol/presets';
import type { EpochMetrics } from '../../../src/protocol/run';
import { ColumnCache } from '../../../webview/column-cache';
import { chosenOther, othersOf } from '../../../webview/compare/chosen-other';
import { overlaid } from '../../../webview/compare/overlaid';
import { sessionOf } from '../../../webview/session';
import { parseKeptState } from '../../../webview/state/kept-state';
import { createStore } from '../../../webview/state/store';
import type { Ui } from '../../../webview/state/ui';
import { buildRun } from './builders';

const own = '/runs/own';
const peer = (name: string) => ({ directory: `/runs/${name}`, name });

function panelWith(names: readonly string[], against: Ui['against'] = null) {
  const peers = createStore({ runs: names.map(peer) });
  return {
    linked: { peers },
    session: createStore(sessionOf({ ...buildRun({ frames: [0, 1, 2] }), directory: own })),
    ui: createStore({ ...parseKeptState(null).ui, against }),
  };
}

describe('What a run is held against', () => {
  it('is the first of the others, and without them its own first epoch', () => {
    assert.deepEqual(chosenOther(panelWith(['a', 'b'])), { directory: '/runs/a', epoch: null });
    assert.deepEqual(chosenOther(panelWith([])), { directory: own, epoch: 0 });
  });

  it('is what was chosen, for as long as it is there', () => {
    const b = { directory: '/runs/b', epoch: 3 };
    assert.deepEqual(chosenOther(panelWith(['a', 'b'], b)), b);
    assert.deepEqual(chosenOther(panelWith(['a'], b)), { directory: '/runs/a', epoch: null });
    const earlier = { directory: own, epoch: 1 };
    assert.deepEqual(chosenOther(panelWith(['a'], earlier)), earlier);
  });

  it('comes before the others, of which there are three at most', () => {
    const chosen = { directory: '/runs/c', epoch: 2 };
    const directories = othersOf(panelWith(['a', 'b', 'c', 'd'], chosen)).map(({ directory }) => directory);
    assert.deepEqual(directories, ['/runs/c', '/runs/a', '/runs/b']);
    assert.deepEqual(othersOf(panelWith(['a', 'c'], chosen))[0], chosen);
  });
});

describe('Curves of two runs over each other', () => {
  const data = { kind: 'images', shape: [28, 28, 1], examples: 1000 } as const;
  const config = resolveConfig({ data: 'builtin:digits', preset: 'explore' }, data);
  const losses = (reconstruction: number) => ({ loss: reconstruction, terms: { reconstruction, kl: 1 }, elbo: null });
  const epoch = (number: number, reconstruction: number): EpochMetrics => ({
    ...losses(reconstruction),
    epoch: number,
    validation: losses(reconstruction + 10),
    beta: 1,
    activeUnits: 2,
    seconds: 1,
  });
  const one = { history: [epoch(1, 5), epoch(2, 4), epoch(3, 3)], config };
  const other = { history: [epoch(2, 7), epoch(4, 6)], config };

  it('have all epochs of both, and nothing where one was not trained', () => {
    assert.deepEqual(overlaid(one, other, 'reconstruction', false), {
      epochs: [1, 2, 3, 4],
      train: [5, 4, 3, null],
      validation: [null, 7, null, 6],
    });
  });

  it('are of what was held out, where both have it', () => {
    const { train, validation } = overlaid(one, other, 'reconstruction', true);
    assert.deepEqual(
      [train, validation],
      [
        [15, 14, 13, null],
        [null, 17, null, 16],
      ],
    );
  });
});

describe('A column that is added', () => {
  it('is listed after those of the run, and is not asked for', async () => {
    const asked: string[] = [];
    const cache = new ColumnCache([{ name: 'label', role: 'label', type: 'numeric' }], 'label', async (name) => {
      asked.push(name);
      throw new Error(name);
    });
    const { infos } = cache;
    let heard = 0;
    cache.onAdded(() => heard++);
    const column: ColumnValues = { name: 'shared', role: 'factor', type: 'numeric', values: Float32Array.of(1, 0.5) };
    cache.add(column);
    assert.deepEqual(
      infos.map(({ name }) => name),
      ['label', 'shared'],
    );
    assert.equal(await cache.get('shared'), column);
    assert.deepEqual([heard, asked], [1, []]);
  });
});
