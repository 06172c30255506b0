import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../../protocol/errors';
import { product } from '../../bytes/elements';
import { type FileHead, readFileHead } from '../../bytes/head';
import { RandomAccess } from '../../bytes/random-access';
import { withClassNames } from '../columnar/class-names';
import type { ColumnarFile, ColumnBlock, ColumnHead } from '../columnar/column-block';
import type { Feature } from '../columnar/features';

/** Colour by colour. */
const shape = [3, 32, 32];
const pixels = product(shape);
const rowsPerBlock = 1024;

/** The labels before the pixels of a record: a byte each, with the file beside that has their names. */
interface Layout {
  readonly labels: readonly { readonly name: string; readonly classes: number; readonly names: string }[];
}

const layouts: readonly Layout[] = [
  { labels: [{ name: 'label', classes: 10, names: 'batches.meta.txt' }] },
  {
    labels: [
      { name: 'coarse_label', classes: 20, names: 'coarse_label_names.txt' },
      { name: 'label', classes: 100, names: 'fine_label_names.txt' },
    ],
  },
];

const usualNames = /^(data_batch_\d+|test_batch|train|test)\.bin$/i;

/** Is it a file of CIFAR-10 or CIFAR-100, by its name, its size and the labels in its head? There is nothing else to tell it by. */
export function cifarLayout({ path, bytes, compressed, storedBytes: size }: FileHead): Layout | null {
  if (compressed || !usualNames.test(basename(path))) return null;
  return layouts.find((layout) => size % recordBytes(layout) === 0 && areLabels(layout, bytes)) ?? null;
}

function recordBytes({ labels }: Layout): number {
  return labels.length + pixels;
}

function areLabels(layout: Layout, head: Uint8Array): boolean {
  const { labels } = layout;
  for (let at = 0; at + labels.length <= head.length; at += recordBytes(layout)) {
    if (labels.some(({ classes }, i) => head[at + i] >= classes)) return false;
  }
  return true;
}

/**
 * The binary version of CIFAR-10 or CIFAR-100: records of a label, or two, and 3,072 bytes of pixels.
 * Source: www.cs.toronto.edu/~kriz/cifar.html.
 * @throws UserError data.unrecognised where it is none, or as the file system has it.
 */
export async function openCifarFile(
  path: string,
  { ignore = [], signal }: { readonly ignore?: readonly string[]; readonly signal?: AbortSignal },
): Promise<ColumnarFile> {
  const head = await readFileHead(path, signal);
  const layout = cifarLayout(head);
  if (!layout) throw new UserError('data.unrecognised', { path, bytes: head.bytes.toString('hex', 0, 8) });
  const bytes = recordBytes(layout);
  const all: readonly (ColumnHead & { readonly offset: number; readonly width: number })[] = [
    ...layout.labels.map(({ name }, offset) => ({ name, type: number, offset, width: 1 })),
    { name: 'image', type: image, offset: layout.labels.length, width: pixels },
  ];
  const columns = all.filter(({ name }) => !ignore.includes(name));
  const opened: ColumnarFile = {
    path,
    parts: [path],
    rows: head.storedBytes / bytes,
    columns,
    unread: [],
    warnings: [],
    leftOut: all.filter(({ name }) => ignore.includes(name)).map(({ name }) => name),
    async *blocks(places, signal, firstRow = 0) {
      const file = await RandomAccess.open(path, signal);
      try {
        for (let row = firstRow; row < opened.rows; row += rowsPerBlock) {
          const rows = Math.min(rowsPerBlock, opened.rows - row);
          const records = await file.read(row * bytes, rows * bytes);
          yield places.map((place): ColumnBlock => {
            const { offset, width } = columns[place];
            const elements = new Uint8Array(rows * width);
            for (let i = 0; i < rows; i++) {
              const from = i * bytes + offset;
              elements.set(records.subarray(from, from + width), i * width);
            }
            return { kind: 'numbers', rows, elements, valid: null };
          });
        }
      } finally {
        await file.close();
      }
    },
  };
  return withClassNames(opened, await classNames(dirname(path), layout));
}

const number = { kind: 'numbers', dtype: 'uint8', width: 1, vectors: false } as const;
const image = { kind: 'numbers', dtype: 'uint8', width: pixels, vectors: true, shape } as const;

/** Beside the files, where they are: one name a line. */
async function classNames(folder: string, { labels }: Layout): Promise<ReadonlyMap<string, Feature>> {
  const features = new Map<string, Feature>();
  for (const { name, classes, names } of labels) {
    const text = await readFile(join(folder, names), 'utf8').catch(() => '');
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
    if (lines.length === classes) features.set(name, { classes: lines });
  }
  return features;
}
