import { UserError } from '../../../protocol/errors';
import type { Archive, NamedArray } from '../arrays/archive';
import { archiveFile } from '../arrays/array-format';
import type { ArrayHead } from '../arrays/array-head';
import { labelsOfArchive } from '../arrays/located-labels';
import type { Format } from '../format';
import { sparseHead } from '../sparse/sparse-head';
import { elementOf, type MatrixHead, readMatrix, readMatrixHead } from './matrix-market';
import { linesOf, type TenX, tenXBeside } from './ten-x';

/** A matrix in the text format of NIST; with the names of cells and genes beside it where 10x Genomics' programs wrote it. */
export const matrixMarketFormat: Format = {
  name: 'matrix-market',
  sniff: (head) => /^%%MatrixMarket\s/i.test(Buffer.from(head.subarray(0, 20)).toString('latin1')),
  open: ({ path }) => archiveFile('matrix-market', () => readArchive(path)),
};

async function readArchive(path: string): Promise<Archive> {
  const beside = await tenXBeside(path);
  let examples: 'rows' | 'columns' = 'rows';
  const matrix: NamedArray = {
    name: 'matrix',
    bytes: 0,
    async head({ signal }): Promise<ArrayHead> {
      const head = await readMatrixHead(path, signal);
      examples = beside ? await cellAxis(path, head, beside) : 'rows';
      const shape = examples === 'rows' ? ([head.rows, head.columns] as const) : ([head.columns, head.rows] as const);
      return sparseHead({ path }, shape, { stored: elementOf[head.field], entries: head.entries }, () =>
        readMatrix(path, head, examples),
      );
    },
    labels: async () => {
      throw new UserError('data.labels.shape', { path });
    },
  };
  const archive: Archive = {
    path,
    arrays: [matrix],
    main: matrix.name,
    describe: async (chosen, options) => ({
      labels: await labelsOfArchive(archive, chosen, options),
      ...(beside && {
        columns: [{ name: 'barcode', role: 'id', read: () => linesOf(beside.barcodes, 0) }],
        features: () => linesOf(beside.features, 1),
      }),
    }),
  };
  return archive;
}

/** Where the cells are: 10x writes genes × cells, others write the same files the other way round. */
async function cellAxis(path: string, { rows, columns }: MatrixHead, beside: TenX): Promise<'rows' | 'columns'> {
  const features = (await linesOf(beside.features, 0)).length;
  const barcodes = (await linesOf(beside.barcodes, 0)).length;
  if (rows === features && columns === barcodes) return 'columns';
  if (rows === barcodes && columns === features) return 'rows';
  throw new UserError('data.mtx.beside', { path, rows, columns, features, barcodes });
}
