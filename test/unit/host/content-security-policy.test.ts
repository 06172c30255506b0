import assert from 'node:assert/strict';
import { contentSecurityPolicy } from '../../../src/host/content-security-policy';

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
  const policy = directives(contentSecurityPolicy('https://extension.example', 'n0nce'));

  it('allows nothing by default, and nothing where there is no default', () => {
    for (const name of ['default-src', 'base-uri', 'form-action']) assert.deepEqual(policy.get(name), ["'none'"], name);
  });

  it('runs scripts by their nonce alone', () => {
    assert.deepEqual(policy.get('script-src'), ["'nonce-n0nce'"]);
  });

  it('loads styles, fonts and pictures of the extension, and no others', () => {
    const own = ["'nonce-n0nce'", 'https://extension.example', 'blob:', 'data:'];
    for (const name of ['style-src', 'font-src', 'img-src']) {
      assert.ok(policy.get(name)?.length, name);
      assert.deepEqual(
        policy.get(name)?.filter((source) => !own.includes(source)),
        [],
      );
    }
  });
});
