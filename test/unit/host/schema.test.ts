import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../harness/paths';

describe('media/latent.schema.json', () => {
  it('is what scripts/schema.mjs makes of the product’s own schema', () => {
    const made = execFileSync(process.execPath, [join(projectRoot, 'scripts', 'schema.mjs'), '--print']);
    const kept = readFileSync(join(projectRoot, 'media', 'latent.schema.json'), 'utf8');
    assert.equal(kept, made.toString(), 'Run node scripts/schema.mjs');
  });
});
