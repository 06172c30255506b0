import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { previewTable } from '../../../../src/dataset';
import { sentenceOf, temporaryFolder } from '../builders';

const flowers = [
  'id,size,colour,seen,species',
  '1,1.5,red,2024-01-31,a',
  '2,,blue,2024-02-01,b',
  '3,2.5,red,2024-01-31,a',
  '4,-1,,2023-12-01,b',
].join('\n');

describe('the preview of a table', () => {
  const folder = temporaryFolder();
  const preview = async (text: string, config = {}, name = 'table.csv') =>
    previewTable({ source: await folder.write(name, text), ...config }, {});

  it('says what each column is and holds', async () => {
    assert.deepEqual(await preview(flowers), {
      rows: 4,
      isAll: true,
      columns: [
        { name: 'id', type: 'numeric', role: 'id', samples: [1, 2, 3, 4], range: [1, 4], words: null, missing: 0 },
        {
          name: 'size',
          type: 'numeric',
          role: 'feature',
          samples: [1.5, 2.5, -1],
          range: [-1, 2.5],
          words: null,
          missing: 1,
        },
        {
          name: 'colour',
          type: 'category',
          role: 'feature',
          samples: ['red', 'blue'],
          range: null,
          words: 2,
          missing: 1,
        },
        {
          name: 'seen',
          type: 'date',
          role: 'feature',
          samples: ['2024-01-31', '2024-02-01', '2023-12-01'],
          range: ['2023-12-01', '2024-02-01'],
          words: null,
          missing: 0,
        },
        { name: 'species', type: 'category', role: 'label', samples: ['a', 'b'], range: null, words: 2, missing: 0 },
      ],
    });
  });

  it('lists what a person wants to leave out, as if nothing had been said', async () => {
    const config = { ignore: ['size'], roles: { colour: 'label' } };
    assert.deepEqual(await preview(flowers, config), await preview(flowers));
  });

  it('looks at the first rows of a long table, and says so', async () => {
    const row = (i: number) => `${i},${i % 2 ? 'odd' : 'even'}`;
    const long = ['n,kind', ...Array.from({ length: 5000 }, (_, i) => row(i))].join('\n');
    const found = await preview(long);
    assert.deepEqual([found?.rows, found?.isAll], [2000, false]);
    assert.deepEqual(found?.columns[0].range, [0, 1999]);
    const whole = await preview(['n,kind', ...Array.from({ length: 2000 }, (_, i) => row(i))].join('\n'));
    assert.equal(whole?.rows, 2000);
  });

  it('looks at fewer rows of a wide one', async () => {
    const wide = Array.from({ length: 210 }, () => new Array(2000).fill('1').join(',')).join('\n');
    const found = await preview(wide);
    assert.deepEqual([found?.rows, found?.isAll, found?.columns.length], [200, false, 2000]);
  });

  it('shortens texts between characters', async () => {
    const found = await preview(`text,n\n${'😀'.repeat(60)},1\nb,2\n`);
    assert.equal(found?.columns[0].samples[0], `${'😀'.repeat(40)}…`);
  });

  it('does not stop at a text among numbers: what is wrong is for the reading to say', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => (i === 7 ? 'oops,1' : `${i},1`));
    const found = await preview(['n,m', ...rows].join('\n'));
    assert.equal(found?.columns[0].type, 'category');
  });

  it('is that of the one table in a folder, and none of what is no table', async () => {
    const path = await folder.write('alone/a.csv', flowers);
    assert.equal((await previewTable({ source: path.replace(/.a\.csv$/, '') }, {}))?.columns.length, 5);
    assert.equal(await previewTable({ source: 'builtin:digits' }, {}), null);
    assert.equal(await preview('only words without any order here\nand more of them\n', {}, 'words.txt'), null);
    assert.equal(await preview(flowers, { text: { mode: 'lines' } }), null);
    const picture = await readFile('media/icon.png');
    assert.equal(await previewTable({ source: await folder.write('a.png', picture) }, {}), null);
  });

  it('says what is wrong with a file that is not there', async () => {
    const { code, message } = await sentenceOf(previewTable({ source: '/nowhere/a.csv' }, {}));
    assert.equal(code, 'data.missing');
    assert.match(message, /a\.csv/);
  });
});
