import assert from 'node:assert/strict';
import type { RunConfig } from '../../../src/protocol/config';
import { configDifferences } from '../../../src/protocol/config-differences';
import { resolveConfig } from '../../../src/protocol/presets';

function config(change: Partial<RunConfig> = {}): RunConfig {
  const data = { kind: 'images', shape: [28, 28, 1], examples: 1000 } as const;
  return { ...resolveConfig({ data: 'builtin:digits', preset: 'classic' }, data), ...change };
}

describe('configDifferences', () => {
  it('names settings that differ, and those that one of them lacks', () => {
    const { objective, model, data } = config();
    const other = config({ objective: { ...objective, beta: 4 }, model: { ...model, hidden: [8], activation: 'elu' } });
    const found = configDifferences([config({ data: { ...data, limit: 100 } }), other]);
    assert.deepEqual(
      new Map(found.map(({ setting, values }) => [setting, values])),
      new Map<string, unknown>([
        ['data.limit', ['100', null]],
        ['model.hidden', [JSON.stringify(model.hidden), '[8]']],
        ['model.activation', [model.activation, 'elu']],
        ['objective.beta', ['1', '4']],
      ]),
    );
  });

  it('finds nothing between equal ones', () => {
    assert.deepEqual(configDifferences([config(), config(), config()]), []);
  });
});
