import assert from 'node:assert/strict';
import * as v from 'valibot';
import { DataConfig, RunRequest } from '../../../src/protocol/config';
import { draftOf, roleOf, withRole } from '../../../webview/configure/draft';

/** As JSON has them: each a name of its own. */
const roles = JSON.parse('{"constructor":"label","__proto__":"ignore","toString":"id","prototype":"feature"}');
const names = ['constructor', '__proto__', 'toString', 'prototype'];

describe('roles of columns', () => {
  it('are kept for any name that a column may have', () => {
    const read = v.parse(DataConfig, { source: 'a.csv', roles });
    assert.deepEqual(Object.entries(read.roles ?? {}), Object.entries(roles));
    assert.deepEqual(
      names.map((name) => roleOf(read, name)),
      ['label', 'ignore', 'id', 'feature'],
    );
  });

  it('are none where nobody gave one', () => {
    for (const name of names) assert.equal(roleOf({ source: 'a.csv', roles: {} }, name), null, name);
  });

  it('are refused where they are no role, whatever the column is called', () => {
    for (const name of [...names, 'x']) {
      const wrong = JSON.parse(`{"${name}":"teacher"}`);
      assert.equal(v.is(RunRequest, { data: { source: 'a.csv', roles: wrong } }), false, name);
    }
  });

  it('can be given and taken on the page', () => {
    const draft = draftOf({ data: { source: 'a.csv' } });
    const given = withRole(draft, names, 'ignore');
    for (const name of names) assert.equal(roleOf(given.request.data, name), 'ignore', name);
    for (const name of names) assert.equal(roleOf(withRole(given, names, null).request.data, name), null, name);
  });
});
