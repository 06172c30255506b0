import assert from 'node:assert/strict';
import { configureParams, readConfigurationState } from '../../../src/host/configuration-messages';
import { describeCalls } from './webview-calls';

const request = { data: 'builtin:digits', model: { latent: 2 } };

describeCalls('the page to configure a training', configureParams, {
  accepted: [
    ['start', {}],
    ['describe', { data: { source: 'a.csv', roles: { a: 'id' } } }],
    ['preview', { data: { source: 'a.csv' } }],
    ['chooseData', {}],
    ['train', { request }],
    ['save', { request }],
    ['showLog', {}],
  ],
  refused: [
    ['describe', { data: 'a.csv' }],
    ['describe', { data: { source: 'a.csv', shell: 'rm' } }],
    ['train', { request: { ...request, training: { epochs: 0 } } }],
    ['train', { request, directory: '/tmp' }],
    ['save', { request, file: '/etc/passwd' }],
    ['save', {}],
  ],
});

describe('what the page leaves with the editor', () => {
  it('is read where it is whole', () => {
    const state = { request, file: null, folder: '/work' };
    assert.deepEqual(readConfigurationState({ ...state, typed: { 'model.latent': 'x' } }), state);
    assert.equal(readConfigurationState({ ...state, request: {} }), undefined);
    assert.equal(readConfigurationState(undefined), undefined);
  });
});
