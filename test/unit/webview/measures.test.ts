import assert from 'node:assert/strict';
import type { KeptMeasure } from '../../../src/protocol/kept-measures';
import { meantMeasures } from '../../../src/protocol/measures';
import { measuresCsv, measuresTable } from '../../../webview/measures/measures-text';

const kept: KeptMeasure = {
  measured: {
    measure: 'columns',
    group: 'reconstruction',
    values: [
      { name: 'R² of a, b|c', of: 'codes', value: 0.123456789, error: 0.01, unit: '', n: 20, settings: { k: 3 } },
      { name: 'R² of d', of: 'codes', value: null, error: null, unit: '', n: 20 },
    ],
    seconds: 1,
  },
  epoch: 4,
  steps: 0,
  judged: { source: 'a.csv', part: 'validation', examples: 20, fingerprint: 'abc' },
  reference: null,
  seed: 1,
};

describe('measures that are taken away', () => {
  it('are comma-separated values', () => {
    assert.equal(
      measuresCsv([kept]),
      `measure,name,of,value,error,unit,n,settings,epoch,judged,fingerprint
columns,"R² of a, b|c",codes,0.1234568,0.01,,20,k=3,4,20 validation,abc
columns,R² of d,codes,,,,20,,4,20 validation,abc
`,
    );
  });

  it('are a table of Markdown', () => {
    const [, rule, first] = measuresTable([kept]).split('\n');
    assert.match(rule, /^(\| --- ){11}\|$/);
    assert.match(first, /^\| columns \| R² of a, b\\\|c \| codes \| 0.1234568 \|/);
  });
});

describe('what is measured of a group', () => {
  it('is all but what takes minutes, which is named by itself', () => {
    assert.deepEqual(meantMeasures(['density']), ['elbo', 'bits-per-dimension', 'elbo-decomposition']);
    assert.ok(!meantMeasures(undefined).includes('log-likelihood-ais') && meantMeasures(undefined).includes('sap'));
    assert.deepEqual(meantMeasures(['log-likelihood', 'mse']), ['log-likelihood', 'mse']);
  });
});
