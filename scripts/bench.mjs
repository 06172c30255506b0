// Measures: npm run bench -- NAME [PART …] [--json] [--long] [--out DIR]. Without a name, says which there are.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ownTarget, packageExtension } from './package.mjs';
import { main, root } from './processes.mjs';
import { setup } from './setup.mjs';

/** Where its package goes is the bench's affair: it may be packed once, or never. */
async function measure(name, options) {
  const { run } = await import(`../dist/test/bench/${name}.js`);
  const out = await mkdtemp(join(tmpdir(), 'latent-lens-'));
  let packed;
  const vsix = () => {
    packed ??= packageExtension({ targets: [ownTarget()], out, log: options.log }).then(([file]) => file);
    return packed;
  };
  try {
    return await run({ ...options, vsix });
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

function printTable(rows) {
  if (rows.length === 0) return;
  const names = Object.keys(rows[0]);
  const lines = [names, ...rows.map((row) => names.map((name) => String(row[name] ?? '–')))];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
}

/** What figures belong to. */
function machine() {
  const processors = cpus();
  const model = processors[0]?.model ?? process.arch;
  return `${processors.length} x ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
}

await main(import.meta.url, async (args) => {
  const options = { json: { type: 'boolean' }, long: { type: 'boolean' }, out: { type: 'string' } };
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const files = await readdir(join(root, 'test', 'bench'));
  const benches = files.filter((file) => file.endsWith('.ts')).map((file) => file.slice(0, -3));
  const [name, ...chosen] = positionals;
  if (!benches.includes(name))
    throw new Error(
      `npm run bench -- NAME [PART …] [--json] [--long] [--out DIR], where NAME is ${benches.join(', ')}.`,
    );
  await setup({ log: console.error });
  const {
    rows,
    figures,
    notes = [],
  } = await measure(name, {
    log: console.error,
    chosen,
    isLong: values.long ?? false,
    out: values.out && resolve(values.out),
  });
  if (values.json) {
    console.log(JSON.stringify({ bench: name, machine: machine(), ...figures, notes }));
    return;
  }
  printTable(rows);
  for (const line of ['', machine(), ...notes]) console.log(line);
});
