import assert from 'node:assert/strict';
import { contentSecurityPolicy } from '../../src/content-security-policy';

/** The sources of each directive. */
function directives(policy: string): Map<string, string[]> {
  return new Map(
    policy.split('; ').map((directive) => {
      const [name, ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
}

describe("The content security policy of a webview's page", () => {
  const policy = directives(contentSecurityPolicy('n0nce'));

  it('allows nothing by default, and nothing where there is no default', () => {
    for (const name of ['default-src', 'base-uri', 'form-action']) assert.deepEqual(policy.get(name), ["'none'"], name);
  });

  it('runs scripts by their nonce alone', () => {
    assert.deepEqual(policy.get('script-src'), ["'nonce-n0nce'"]);
  });

  it('has styles, pictures and threads of its own, and loads none', () => {
    assert.deepEqual(policy.get('style-src'), ["'nonce-n0nce'"]);
    assert.deepEqual(policy.get('img-src'), ['blob:', 'data:']);
    assert.deepEqual(policy.get('worker-src'), ['blob:']);
    assert.equal(policy.get('font-src'), undefined);
    assert.equal(policy.get('connect-src'), undefined);
  });
});
