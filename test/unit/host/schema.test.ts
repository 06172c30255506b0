import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../harness/paths';

describe('the schemas in media, and the tools of the manifest', () => {
  it('are what scripts/schema.mjs makes of the product’s own', () => {
    const made = execFileSync(process.execPath, [join(projectRoot, 'scripts', 'schema.mjs'), '--print']);
    const read = (...path: readonly string[]) => readFileSync(join(projectRoot, ...path), 'utf8');
    assert.equal(
      read('media', 'latent.schema.json') +
        read('media', 'latentview.schema.json') +
        read('media', 'latentcheck.schema.json') +
        read('package.json'),
      made.toString(),
      'Run node scripts/schema.mjs',
    );
  });
});
