// Loads one data file as the trainer does, in this process, and prints what that took: node load-process.js FILE [COLUMN OF TEXT]
import { openDataset } from '../../../src/dataset';
import { residentSet } from './memory';

async function main([source, column]: readonly string[]) {
  const before = residentSet().now;
  const began = performance.now();
  const { summary, values } = await openDataset({ source, ...(column && { text: { column } }) });
  const ms = performance.now() - began;
  return { ms, before, peak: residentSet().peak, examples: summary.examples, decoded: values.byteLength };
}

main(process.argv.slice(2)).then((loaded) => console.log(JSON.stringify(loaded)));
