import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../harness/paths';

describe('THIRD_PARTY_NOTICES.md', () => {
  it('names every package in the bundles, with its terms', async () => {
    const check = [join(projectRoot, 'scripts', 'notices.mjs'), '--check'];
    const failure = await promisify(execFile)(process.execPath, check, { cwd: projectRoot }).then(
      () => '',
      ({ stderr }: { stderr: string }) => stderr.trim(),
    );
    assert.equal(failure, '');
  });
});
