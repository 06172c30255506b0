// Loads one Arrow file by flechette, in this process, as rows of standardised numbers, and prints what that took:
// node load-flechette.js FILE
import { readFileSync } from 'node:fs';
import { tableFromIPC } from '@uwdata/flechette';
import { residentSet } from './memory';

function main([path]: readonly string[]) {
  const before = residentSet().now;
  const began = performance.now();
  const table = tableFromIPC(readFileSync(path));
  // Numbers stay where they are until somebody asks for them as one array.
  const columns: readonly unknown[] = Object.values(table.toColumns());
  const numbers = columns.filter((column) => column instanceof Float32Array);
  const rows = new Float32Array(table.numRows * numbers.length);
  numbers.forEach((column, place) => {
    standardise(column, rows, place, numbers.length);
  });
  const ms = performance.now() - began;
  return { ms, before, peak: residentSet().peak, examples: table.numRows };
}

function standardise(column: Float32Array, rows: Float32Array, place: number, width: number): void {
  let sum = 0;
  for (let i = 0; i < column.length; i++) sum += column[i];
  const mean = sum / column.length;
  let squares = 0;
  for (let i = 0; i < column.length; i++) squares += (column[i] - mean) ** 2;
  const deviation = Math.sqrt(squares / column.length) || 1;
  for (let i = 0, to = place; i < column.length; i++, to += width) rows[to] = (column[i] - mean) / deviation;
}

console.log(JSON.stringify(main(process.argv.slice(2))));
