import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../src/protocol/errors';
import { describeError, sentenceInWords, setLanguage, t } from '../../../webview/l10n';

function speak(strings: Readonly<Record<string, string>>, locale: string, folders: readonly string[] = []): void {
  setLanguage({ strings, locale, folders });
}

describe('Texts of the panel', () => {
  afterEach(() => speak({}, 'en'));

  it('are English where there is no translation, with their placeholders filled in', () => {
    assert.equal(t('{0} points', 60_000), '60,000 points');
    assert.equal(t('Example {0}', '60000'), 'Example 60000');
  });

  it('are translated by their English text, and may order their placeholders anew', () => {
    speak({ '{0} of {1}': '{1} 中的 {0}' }, 'zh-cn');
    assert.equal(t('{0} of {1}', 3, 10), '10 中的 3');
    assert.equal(t('Loss'), 'Loss');
  });

  it('write numbers in the locale, and survive a tag that is none', () => {
    speak({}, 'de');
    assert.equal(t('{0}', 12_345), '12.345');
    speak({}, 'not a locale');
    assert.equal(t('{0}', 12_345), '12,345');
  });

  it('turn errors into sentences, and say nothing of what was cancelled', () => {
    assert.match(describeError(new UserError('data.missing', { path: '/a/b.csv' }))?.text ?? '', /\/a\/b\.csv/);
    assert.match(describeError(new Error('boom'))?.text ?? '', /boom/);
    assert.equal(describeError(new UserError('process.cancelled')), null);
  });

  it('name paths from the open folder, also those of a sentence within a sentence, and keep them whole beside it', () => {
    speak({}, 'en', ['/home/ada/project']);
    const path = '/home/ada/project/data/x.csv';
    assert.deepEqual(sentenceInWords({ code: 'data.missing', params: { path } }), {
      text: 'There is no file or folder at data/x.csv. Check the path, or choose another data set.',
      full: `There is no file or folder at ${path}. Check the path, or choose another data set.`,
    });
    const inner = { code: 'data.missing', params: { path } } as const;
    const outer = sentenceInWords({ code: 'library.notALibrary', params: { path, reason: inner } });
    assert.equal(outer.text.includes('/home/ada'), false, outer.text);
    assert.equal(outer.full.split(path).length, 3, outer.full);
  });

  it('do not become markup or placeholders of their own', () => {
    assert.equal(t('{0}', '<b>{1}</b>'), '<b>{1}</b>');
  });

  it('are all literal first arguments of t, so that they can be collected', () => {
    const files = readdirSync('webview', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    assert.ok(files.length > 40);
    let calls = 0;
    for (const file of files.filter((name) => name !== 'l10n.ts')) {
      const source = readFileSync(join('webview', file), 'utf8');
      for (const [call, start] of source.matchAll(/(?<![\w.])t\(\s*(\S)/g)) {
        calls++;
        assert.equal(start, "'", `${file}: ${call}`);
      }
    }
    assert.ok(calls > 100);
  });
});
