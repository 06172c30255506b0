import assert from 'node:assert/strict';

export function near(found: number, wanted: number, tolerance = 1e-9): void {
  assert.ok(Math.abs(found - wanted) <= tolerance, `${found}, not ${wanted} ± ${tolerance}`);
}
