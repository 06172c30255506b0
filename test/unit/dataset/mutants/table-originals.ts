import { gzipSync } from 'node:zlib';
import type { Original } from './original';

const rows = Array.from({ length: 40 }, (_, i) => i);
const kinds = ['red', 'green', 'blue'];
const csv = [
  'id,"size, cm",kind,when,amount',
  ...rows.map(
    (i) =>
      `r${i},${i / 8},${kinds[i % 3]},2024-01-${String(1 + (i % 28)).padStart(2, '0')},${i % 7 === 0 ? '' : i * 1e5}`,
  ),
  '',
].join('\r\n');

export const tableOriginals: readonly Original[] = [
  { name: 'table.csv', content: Buffer.from(csv) },
  { name: 'utf16.csv', content: Buffer.from(`\uFEFF${csv}`, 'utf16le') },
  { name: 'table.tsv.gz', content: Buffer.from(csv.replaceAll(',', '\t')), wrap: gzipSync },
  { name: 'prose.txt', content: Buffer.from('It was the best of times, it was the worst of times.\n'.repeat(60)) },
];
