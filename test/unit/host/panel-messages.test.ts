import assert from 'node:assert/strict';
import { panelParams, readPanelState } from '../../../src/host/panel-messages';
import { readEnvelope } from '../../../src/host/webview-messages';
import { pacmapDefaults, tsneDefaults, umapDefaults } from '../../../src/protocol/layout';
import type { PanelMethods } from '../../../src/protocol/panel';
import { describeCalls } from './webview-calls';

const film = { words: 'turn', width: 1280, height: 720, framesPerSecond: 30, frames: 240 };
const pca = { kind: 'pca' };
const direction = {
  kind: 'probe',
  a: Uint32Array.of(5),
  b: Uint32Array.of(2),
  from: [{ example: 1 }],
  factors: [-1, 0, 1],
  seed: 1,
  projection: pca,
};

const accepted: readonly (readonly [keyof PanelMethods, object])[] = [
  ['start', {}],
  ['latents', { epoch: null, projection: pca }],
  ['latents', { epoch: 3, projection: { kind: 'axes', axes: [0, 1, -1] } }],
  ['latents', { epoch: 3, projection: { kind: 'axes', axes: [0, 1, -1], alignedTo: 2 } }],
  ['latents', { epoch: 3, projection: { ...pca, alignedTo: null } }],
  ['latents', { epoch: 3, projection: { ...pca, along: { vector: [0.5, -1], name: 'a − b' } } }],
  ['latents', { epoch: 3, projection: umapDefaults }],
  ['latents', { epoch: null, projection: { kind: 'columns', columns: ['X_umap-0', 'X_umap-1'] } }],
  ['decode', { position: [0, 1, 2], projection: { kind: 'columns', columns: ['x', 'y', 'z'] }, from: null }],
  ['layOut', { epoch: null, layout: umapDefaults }],
  ['layOut', { epoch: null, layout: { ...tsneDefaults, of: new Uint32Array(3) } }],
  ['layOut', { epoch: 4, layout: pacmapDefaults }],
  ['layouts', {}],
  ['keptMeasures', {}],
  ['measure', { only: ['density', 'mse'] }],
  ['column', { name: 'split' }],
  ['examples', { indices: [0, 5] }],
  ['inspect', { index: 7, projection: pca }],
  ['decode', { position: [0, -1.5, 2], projection: pca, from: null }],
  ['nearest', { z: Float32Array.of(0.5, -1) }],
  ['support', { z: Float32Array.of(0.5, -1), from: null }],
  ['support', { z: Float32Array.of(0.5), from: 3, ofClass: 2, epoch: 1 }],
  ['dimensionEffects', { epoch: 2 }],
  ['compare', { others: [{ directory: '/runs/other', epoch: null }], epoch: 2 }],
  ['neighboursInCommon', { other: { directory: '/runs/other', epoch: 3 } }],
  ['decodeByOther', { z: Float32Array.of(0.5), other: { directory: '/runs/other', epoch: 3 }, from: null, epoch: 1 }],
  ['latents', { epoch: 1, projection: { kind: 'pca', onto: { directory: '/runs/other', epoch: null } } }],
  [
    'latents',
    {
      epoch: 1,
      projection: {
        kind: 'pca',
        onto: { directory: '/runs/other', epoch: 2, axes: { origin: [0], basis: [[1], [0], [0]] } },
      },
    },
  ],
  ['trails', { of: Uint32Array.of(5), epochs: [0, 4], projection: pca }],
  ['posteriorBodies', { of: Uint32Array.of(5), most: 10_000, projection: pca, epoch: 3 }],
  ['sigmaHistograms', { epoch: null }],
  ['encodeGiven', { content: { kind: 'picture', bytes: new Uint8Array(3) }, projection: pca }],
  ['encodeGiven', { content: { kind: 'text', text: '1,2' }, projection: pca, epoch: 2 }],
  ['byEpoch', { indices: [4, 0], draws: 8, seed: 1, epoch: 3 }],
  ['codeLists', { epoch: 3 }],
  ['swapCode', { of: { example: 4 }, part: 2, numbers: [0, 63], projection: pca }],
  ['failures', { top: 50 }],
  ['correct', { row: 3, correction: { kind: 'exclude' } }],
  ['correct', { row: 3, correction: { kind: 'relabel', label: 'cow' } }],
  ['correct', { row: 0, correction: null }],
  ['showProblems', {}],
  ['failures', { kinds: ['label', 'kl'], top: 1024, epoch: 3 }],
  ['priorFit', { projection: pca, seed: 1, epoch: 2 }],
  ['samples', { count: 16, seed: 1, projection: pca }],
  ['samples', { count: 16, seed: 1, projection: pca, temperature: 0.7 }],
  ['decode', { position: [0, 1, 2], projection: pca, from: null, temperature: null }],
  ['reconstructions', { order: 'worst', filter: null, offset: 0, count: 50 }],
  ['reconstructions', { order: 'data', filter: { column: 'label', category: 2 }, split: 'train', offset: 9, count: 1 }],
  ['around', { of: Uint32Array.of(5), count: 5, place: 'each' }],
  ['around', { of: Uint32Array.of(5), count: 5, place: 'centre', by: 'data', epoch: 2 }],
  ['nearestInputs', { index: 3 }],
  ['nearestInputsOfGiven', { content: { kind: 'text', text: '1,2' } }],
  ['latentMoments', { of: Uint32Array.of(5) }],
  ['latentMoments', { of: Uint32Array.of(5), epoch: 3 }],
  ['sheet', { of: Uint32Array.of(5), count: 36 }],
  ['selections', {}],
  [
    'keepSelections',
    { put: [{ name: 'a', fingerprint: 'f', examples: { length: 9, ranges: [1, 2] } }], remove: ['b'] },
  ],
  ['revealSource', { index: 1 }],
  [
    'exportTable',
    {
      format: 'npy',
      content: { kind: 'latents', epoch: null, projection: pca, withColumns: false },
      examples: Uint32Array.of(0, 2, 5),
    },
  ],
  ['path', { kind: 'geodesic', points: [{ example: 1 }, { code: Float32Array.of(0.5) }], pieces: 16, projection: pca }],
  ['direction', direction],
  ['traversals', { dimensions: [0, 3], steps: 9, reach: 3, projection: pca, around: { example: 5 } }],
  ['manifold', { plane: [0, 2], side: 15, projection: pca }],
  ['exportSelection', { use: 'exclude', examples: null }],
  ['saveFile', { words: '', ending: '.png', content: Uint8Array.of(1) }],
  ['saveFile', { words: 'paths', ending: '.npy', content: Uint8Array.of(1) }],
  ['beginFilm', { ...film, format: 'webm', codec: { name: 'vp9', profile: 'vp09.00.31.08' } }],
  ['beginFilm', { ...film, format: 'png' }],
  ['addToFilm', { pictures: [{ content: Uint8Array.of(1), isKey: false }] }],
  [
    'addToFilm',
    { pictures: [{ content: Uint8Array.of(1), isKey: true, colours: { primaries: 'bt709', transfer: null } }] },
  ],
  ['endFilm', {}],
  ['abandonFilm', {}],
  ['saveView', { view: { colour: 'digit' }, camera: { position: [0, 0, 1], target: [0, 0, 0] } }],
  ['saveView', { view: {}, camera: null }],
  ['openView', {}],
  ['axesOf', { directory: '/runs/other', epoch: null }],
  ['link', { on: true }],
  ['share', { words: 'select', goesOn: false, selection: Uint32Array.of(5) }],
  ['share', { words: '', goesOn: true, camera: { layout: 'umap-3', position: [0, 0, 3], target: [0, 0, 0] } }],
  ['share', { words: 'unpin', goesOn: true, selection: null, pinned: null, epoch: null, camera: null }],
];

const refused: readonly (readonly [keyof PanelMethods, unknown])[] = [
  ['byEpoch', { indices: [], draws: 8, seed: 1 }],
  ['measure', { only: [] }],
  ['measure', { only: ['anything'] }],
  ['byEpoch', { indices: [3], draws: 1000, seed: 1 }],
  ['swapCode', { of: { example: 4 }, part: -1, numbers: [0], projection: pca }],
  ['swapCode', { of: { example: 4 }, part: 0, numbers: new Array(65).fill(0), projection: pca }],
  ['latents', { epoch: 3, projection: { ...pca, along: { vector: [0, 0], name: 'nowhere' } } }],
  ['latents', { epoch: 3, projection: { ...pca, along: { vector: [1, Number.NaN], name: 'a' } } }],
  ['start', { page: 'space' }],
  ['start', null],
  ['link', {}],
  ['share', { words: 'select', goesOn: false, selection: [5] }],
  ['share', { words: 'pin', goesOn: false, pinned: -1 }],
  ['share', { words: 'filter', goesOn: false, filters: [] }],
  ['share', { words: '', goesOn: true, camera: { layout: 'pca', position: [0, 0, Number.NaN], target: [0, 0, 0] } }],
  ['share', { words: 'x'.repeat(1001), goesOn: false, epoch: 1 }],
  ['latents', { epoch: -1, projection: pca }],
  ['latents', { epoch: null, projection: { kind: 'umap' } }],
  ['latents', { epoch: null, projection: { kind: 'columns', columns: ['x'] } }],
  ['latents', { epoch: null, projection: { kind: 'columns', columns: ['x', 'y', 'z', 'w'] } }],
  ['layOut', { epoch: null, layout: { kind: 'columns', columns: ['x', 'y'] } }],
  ['latents', { epoch: null, projection: { ...pca, alignedTo: 1.5 } }],
  ['latents', { epoch: null, projection: { ...umapDefaults, alignedTo: null } }],
  ['latents', { epoch: null, projection: { kind: 'axes', axes: [0, 1] } }],
  ['layOut', { epoch: null, layout: { ...umapDefaults, neighbours: 1e6 } }],
  ['layOut', { epoch: null, layout: { ...umapDefaults, minDist: Number.NaN } }],
  ['layOut', { epoch: null, layout: { ...umapDefaults, out: '/etc/passwd' } }],
  ['column', { name: 4 }],
  ['column', { name: 'x'.repeat(1001) }],
  ['examples', { indices: Array.from({ length: 1025 }, (_, index) => index) }],
  ['examples', { indices: [0.5] }],
  ['inspect', { index: '../../etc', projection: pca }],
  ['decode', { position: [0, Number.NaN, 1], projection: pca, from: null }],
  ['decode', { position: [0, 0, 1], projection: pca, from: null, base: [1, 2] }],
  ['decode', { position: [0, 0, null], projection: pca, from: null }],
  ['nearest', { z: [0, 1] }],
  ['nearest', { z: Float32Array.of(Number.NaN) }],
  ['nearest', { z: new Float32Array(1025) }],
  ['support', { z: Float32Array.of(Number.NaN), from: null }],
  ['support', { z: Float32Array.of(0.5), from: -1 }],
  ['compare', { others: Array.from({ length: 5 }, () => ({ directory: '/runs/other', epoch: null })) }],
  ['compare', { others: [{ directory: '', epoch: null }] }],
  ['neighboursInCommon', { other: { directory: '/runs/other', epoch: -1 } }],
  ['decodeByOther', { z: [0], other: { directory: '/runs/other', epoch: 3 }, from: null }],
  ['path', { kind: 'straight', points: [{ example: 1 }], pieces: 16, projection: pca }],
  ['path', { kind: 'curved', points: [{ example: 1 }, { example: 2 }], pieces: 16, projection: pca }],
  ['path', { kind: 'straight', points: [{ example: 1 }, { example: 2 }], pieces: 1e6, projection: pca }],
  ['path', { kind: 'straight', points: [{ example: 1 }, { code: [0.5] }], pieces: 16, projection: pca }],
  ['direction', { ...direction, a: [1] }],
  ['direction', { ...direction, from: [] }],
  ['direction', { ...direction, factors: [Number.NaN] }],
  ['direction', { ...direction, kind: 'median' }],
  ['traversals', { dimensions: [], steps: 9, reach: 3, projection: pca }],
  ['traversals', { dimensions: [0], steps: 1e6, reach: 3, projection: pca }],
  ['traversals', { dimensions: [0], steps: 9, reach: 0, projection: pca }],
  ['manifold', { plane: [0, 0], side: 15, projection: pca }],
  ['manifold', { plane: [0, 3], side: 15, projection: pca }],
  ['manifold', { plane: [0, 1], side: 1000, projection: pca }],
  ['samples', { count: 1_000_000, seed: 1, projection: pca }],
  ['samples', { count: 16, seed: 1, projection: pca, temperature: -1 }],
  ['decode', { position: [0, 1, 2], projection: pca, from: null, temperature: 11 }],
  ['exportSelection', { use: 'exclude', examples: Uint32Array.of(2, 2) }],
  ['exportSelection', { use: 'exclude', examples: [1] }],
  ['exportSelection', { use: 'delete', examples: null }],
  ['saveView', { view: {}, camera: { position: [0, 0], target: [0, 0, 0] } }],
  ['openView', { path: '/etc/passwd' }],
  ['saveFile', { words: '', ending: '.exe', content: Uint8Array.of(1) }],
  ['saveFile', { words: '', ending: '.png', content: 'text' }],
  ['beginFilm', { ...film, format: 'webm' }],
  ['beginFilm', { ...film, format: 'png', path: '/etc/passwd' }],
  ['beginFilm', { ...film, format: 'png', frames: 1e9 }],
  ['beginFilm', { ...film, format: 'webm', codec: { name: 'vp9', profile: '../../etc' } }],
  ['addToFilm', { pictures: [{ content: 'text', isKey: true }] }],
  ['reconstructions', { order: 'random', filter: null, offset: 0, count: 5 }],
  ['around', { of: [5], count: 5, place: 'each' }],
  ['around', { of: Uint32Array.of(5), count: 0, place: 'each' }],
  ['around', { of: Uint32Array.of(5), count: 5, place: 'nowhere' }],
  ['around', { of: Uint32Array.of(5), count: 5, place: 'each', by: 'names' }],
  ['nearestInputs', { index: -1 }],
  ['nearestInputsOfGiven', { content: { kind: 'file', path: '/etc/hostname' } }],
  ['latentMoments', { of: new Uint8Array(4) }],
  ['latentMoments', { of: Uint32Array.of(5), epoch: -1 }],
  ['encodeGiven', { content: { kind: 'file', path: '/etc/hostname' }, projection: pca }],
  ['encodeGiven', { content: { kind: 'picture', bytes: [1, 2] }, projection: pca }],
  ['failures', { top: 100_000 }],
  ['correct', { row: -1, correction: null }],
  ['correct', { row: 1, correction: { kind: 'relabel' } }],
  ['correct', { row: 1, correction: { kind: 'exclude', file: '/etc/passwd' } }],
  ['showProblems', { path: '/etc/passwd' }],
  ['failures', { kinds: ['ugly'], top: 5 }],
  ['sheet', { of: Uint32Array.of(5), count: 100_000 }],
  ['trails', { of: Uint32Array.of(5), epochs: Array(65).fill(1), projection: pca }],
  ['trails', { of: Uint32Array.of(5), epochs: [-1], projection: pca }],
  ['trails', { of: [5], epochs: [1], projection: pca }],
  ['posteriorBodies', { of: Uint32Array.of(5), most: 1e9, projection: pca }],
  ['posteriorBodies', { of: Uint32Array.of(5), most: 10, projection: umapDefaults }],
  ['selections', { path: '/etc/passwd' }],
  ['keepSelections', { put: [{ name: '', fingerprint: 'f', examples: { length: 9, ranges: [] } }], remove: [] }],
  ['keepSelections', { put: [{ name: 'a', fingerprint: 'f', examples: { length: 2 ** 40, ranges: [] } }], remove: [] }],
  ['keepSelections', { put: [], remove: [], path: '/etc/passwd' }],
  ['revealSource', { index: 1, path: '/etc/passwd' }],
];

describeCalls('the webview', panelParams, { accepted, refused });

describe('messages of the webview', () => {
  it('are requests and cancellations', () => {
    const request = { kind: 'request', id: 1, method: 'start', params: {} };
    assert.deepEqual(readEnvelope(request), request);
    assert.deepEqual(readEnvelope({ kind: 'cancel', id: 1 }), { kind: 'cancel', id: 1 });
  });

  it('are nothing else', () => {
    for (const message of [
      undefined,
      'start',
      { kind: 'result', id: 1, result: null },
      { kind: 'event', event: 'status', params: {} },
      { kind: 'request', id: '1', method: 'start', params: {} },
      { kind: 'request', id: 1, method: 'start', params: {}, more: 1 },
    ]) {
      assert.equal(readEnvelope(message), undefined, JSON.stringify(message));
    }
  });
});

describe('what a panel left with the editor', () => {
  it('names its run', () => {
    assert.deepEqual(readPanelState({ run: '/runs/a', view: { page: 'space' } })?.run, '/runs/a');
  });

  it('may be nothing, or nonsense', () => {
    for (const state of [undefined, null, {}, { run: 3 }, { run: '' }, 'run']) {
      assert.equal(readPanelState(state), undefined);
    }
  });
});
