import assert from 'node:assert/strict';
import { exampleAt } from '../../../webview/images';
import { characterPairs, inOneLine, stretchesOf } from '../../../webview/text-pairs';

describe('Texts side by side', () => {
  const marked = (original: string, reconstruction: string, side: 'from' | 'to') =>
    stretchesOf(characterPairs(original, reconstruction), side)
      .map(({ text, differs }) => (differs ? `[${text}]` : text))
      .join('');

  it('mark the characters that differ, each stretch at once', () => {
    assert.equal(marked('selection', 'selektian', 'from'), 'sele[c]ti[o]n');
    assert.equal(marked('selection', 'selektian', 'to'), 'sele[k]ti[a]n');
    assert.equal(marked('abcd', 'xycd', 'to'), '[xy]cd');
    assert.deepEqual(stretchesOf(characterPairs('', ''), 'to'), []);
  });

  it('keep places in line where one is shorter', () => {
    assert.equal(marked('Ada', 'Adabel', 'from'), 'Ada[   ]');
    assert.equal(marked('Ada', 'Ad', 'to'), 'Ad[ ]');
  });

  it('count characters as the model does, and show line ends', () => {
    assert.equal(characterPairs('𝄞a', '𝄞b').length, 2);
    assert.equal(marked('a\nb', 'a b', 'from'), 'a[↵]b');
    assert.equal(inOneLine('a\n\nb'), 'a↵↵b');
  });

  it('are taken one by one from many', () => {
    const examples = { kind: 'text', count: 2, texts: ['one', 'two'] } as const;
    assert.deepEqual(exampleAt(examples, 1), { kind: 'text', count: 1, texts: ['two'] });
  });
});
