import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';
import { inspectStored, openDataset, openStored } from '../../../../src/dataset';
import { need } from '../../../harness/need';
import { sentenceOf, temporaryFolder } from '../builders';

const run = promisify(execFile);

/** A Python of this machine that has a module; undefined where none has. `LATENT_LENS_TEST_PYTHON` names others, by colons. */
async function pythonWith(module: string): Promise<string | undefined> {
  const named = process.env.LATENT_LENS_TEST_PYTHON?.split(':') ?? [];
  for (const python of ['python3', ...named]) {
    if (
      await run(python, ['-c', `import ${module}`]).then(
        () => true,
        () => false,
      )
    )
      return python;
  }
  return undefined;
}

describe('files of other programs', () => {
  const folder = temporaryFolder();
  const pad = (at: number, magic: string) =>
    Buffer.concat([Buffer.alloc(at), Buffer.from(magic, 'latin1'), Buffer.alloc(9)]);
  const zip = (...names: string[]) =>
    Buffer.from(zipSync(Object.fromEntries(names.map((name) => [name, Buffer.from('hello')]))));

  it('are called by name, alike by those who look and who train', async () => {
    const cases: [content: Buffer, code: string, says: RegExp][] = [
      [
        zip('[Content_Types].xml', 'xl/workbook.xml'),
        'data.foreign.spreadsheet',
        /read_excel\(r'.*x'\)\.to_csv\(r'.*x\.csv'/,
      ],
      [zip('mimetype', 'content.xml'), 'data.foreign.spreadsheet', /spreadsheet/],
      [pad(0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), 'data.foreign.spreadsheet', /spreadsheet/],
      [zip('archive/data.pkl', 'archive/data/0'), 'data.foreign.torch', /torch\.load/],
      [zip('metadata.json', 'config.json', 'model.weights.h5'), 'data.foreign.model', /Keras/],
      [zip('a.csv', 'b.csv'), 'data.foreign.packed', /a ZIP archive/],
      [pad(0, '\x80\x04\x95'), 'data.foreign.pickle', /pickle\.load/],
      [pad(257, 'ustar'), 'data.foreign.packed', /a TAR archive/],
      [pad(0, '\xfd7zXZ\0'), 'data.foreign.packed', /xz/],
      [pad(0, 'SQLite format 3\0'), 'data.foreign.other', /SQLite/],
      [pad(0, 'RDX3\n'), 'data.foreign.other', /a file of R/],
      [pad(4, 'ftypheic'), 'data.foreign.other', /HEIF/],
      [pad(4, 'ftypisom'), 'data.foreign.other', /a film/],
      [Buffer.from('%PDF-1.7\n1 0 obj\n'), 'data.foreign.other', /PDF/],
    ];
    for (const [content, code, says] of cases) {
      const source = await folder.write('x', content);
      const sentences = [await sentenceOf(openDataset({ source })), await sentenceOf(openStored(source, { task: {} }))];
      for (const sentence of sentences) {
        assert.equal(sentence.code, code, sentence.message);
        assert.match(sentence.message, says);
      }
    }
  });

  it('are not what a text only speaks of', async () => {
    const words = ['the big WAVE of', 'abc ftypisom and', 'ID3,value', 'BZh1AY&SY'];
    for (const word of words) {
      const source = await folder.write('x.txt', Array.from({ length: 9 }, (_, i) => `${word} ${i}`).join('\n'));
      assert.equal((await openDataset({ source })).summary.kind === 'images', false, word);
    }
  });

  /** Does what a sentence advises, and looks at what comes of it. */
  async function follow(python: string, source: string) {
    const { message } = await sentenceOf(openStored(source, { task: {} }));
    const [, program, out] = /-c "(.*)",? and choose (.*?)[;.](?: |$)/.exec(`${message} `) ?? [];
    await run(python, ['-c', program]);
    return inspectStored(await openStored(out, { task: {} }), {});
  }

  it('become data by the words that a pickle is refused with', async function () {
    const python = await pythonWith('numpy');
    need(this, python, 'a Python that has NumPy');
    const source = join(folder.path, 'batch.pkl');
    const dump = 'import numpy, pickle, sys; pickle.dump(X, open(sys.argv[1], "wb"))';
    const batch = '{"data": numpy.zeros((5, 12), "uint8"), "labels": [1, 2, 1, 2, 0], "batch_label": "one"}';
    await run(python, ['-c', dump.replace('X', batch), source]);
    const { shape, dtype, labels } = await follow(python, source);
    assert.deepEqual([shape, dtype, labels?.classes], [[5, 12], 'uint8', 3]);
    await run(python, ['-c', dump.replace('X', 'numpy.ones((3, 4))'), source]);
    assert.deepEqual((await follow(python, source)).shape, [3, 4]);
  });

  it('become data by the words that a file of PyTorch is refused with', async function () {
    const python = await pythonWith('torch');
    need(this, python, 'a Python that has PyTorch');
    const tensors = ['torch.ones(6, 3)', '(torch.ones(6, 3), torch.arange(6))', '{"x": torch.ones(6, 3), "y": 1}'];
    const save = tensors.map((tensor, i) => `torch.save(${tensor}, sys.argv[1] + "${i}.pt")`);
    const old = `torch.save(${tensors[0]}, sys.argv[1] + "3.pt", _use_new_zipfile_serialization=False)`;
    await run(python, ['-c', ['import sys, torch', ...save, old].join('; '), join(folder.path, 'x')]);
    for (const i of [...tensors.keys(), tensors.length]) {
      assert.deepEqual((await follow(python, join(folder.path, `x${i}.pt`))).shape, [6, 3], `${i}`);
    }
  });
});
