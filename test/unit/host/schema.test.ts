import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../harness/paths';

describe('the schemas in media', () => {
  it('are what scripts/schema.mjs makes of the product’s own', () => {
    const made = execFileSync(process.execPath, [join(projectRoot, 'scripts', 'schema.mjs'), '--print']);
    const read = (name: string) => readFileSync(join(projectRoot, 'media', name), 'utf8');
    assert.equal(
      read('latent.schema.json') + read('latentview.schema.json') + read('latentcheck.schema.json'),
      made.toString(),
      'Run node scripts/schema.mjs',
    );
  });
});
