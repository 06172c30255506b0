import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Arguments, type CommandName, UsageError } from './arguments';
import { callPath, OutputError, printToStandardError } from './output';

/** Options that a `-` can be given to: what is read from the standard input, and what is written to the standard output. */
const piped: { readonly [Command in CommandName]?: { readonly in?: string; readonly out?: string } } = {
  inspect: { in: 'data' },
  convert: { in: 'data', out: 'out' },
  evaluate: { in: 'data' },
  encode: { in: 'data', out: 'out' },
  decode: { in: 'z', out: 'out' },
  layout: { in: 'data', out: 'out' },
  failures: { in: 'data' },
  measure: { in: 'data' },
};

/**
 * Does what a command does, with files in the place of pipes: data are read more than once, and from where they lie. What is
 * printed goes to the standard error where the standard output has the result.
 * @throws UsageError for a `-` where none can be
 */
export async function withPipes(args: Arguments, command: (args: Arguments) => Promise<void>): Promise<void> {
  const { in: input, out: output } = piped[args.command] ?? {};
  const dashed = Object.keys(args.values).filter((name) => args.values[name] === '-');
  const odd = dashed.find((name) => name !== input && name !== output);
  if (odd !== undefined) {
    const why = args.command === 'train' ? ': a run finds its data again, so they have to stay' : '';
    throw new UsageError(`${args.command} takes no - for --${odd}${why}`);
  }
  if (dashed.length === 0) return command(args);
  const folder = await mkdtemp(join(tmpdir(), 'latent-lens-pipe-'));
  try {
    const given = dashed.some((name) => name === input) ? { [input as string]: await fromInput(folder) } : {};
    const result = join(folder, 'result.npy');
    const wanted = dashed.some((name) => name === output);
    if (wanted) {
      callPath(result, 'the standard output');
      printToStandardError();
    }
    await command(withValues(args, { ...given, ...(wanted && { [output as string]: result }) }));
    if (wanted) await toOutput(result);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function withValues(args: Arguments, changed: Readonly<Record<string, string>>): Arguments {
  const values = { ...args.values, ...changed };
  return { ...args, values, required: (name) => changed[name] ?? args.required(name) };
}

/** What kinds of files begin with; without any of these it is text: CSV. */
const beginnings: readonly (readonly [string, Uint8Array])[] = [
  ['npy', Buffer.from('\x93NUMPY', 'latin1')],
  ['parquet', Buffer.from('PAR1')],
  ['arrow', Buffer.from('ARROW1')],
  ['npz', Buffer.from('PK')],
  ['png', Buffer.from('\x89PNG', 'latin1')],
  ['jsonl', Buffer.from('{')],
];

/** Everything on the standard input, in a file that is called after what it is. */
async function fromInput(folder: string): Promise<string> {
  const unnamed = join(folder, 'input');
  await pipeline(process.stdin, createWriteStream(unnamed));
  const file = await open(unnamed);
  const { buffer } = await file.read(Buffer.alloc(16), 0, 16, 0).finally(() => file.close());
  const [extension] = beginnings.find(([, begin]) => buffer.subarray(0, begin.length).equals(begin)) ?? ['csv'];
  const named = `${unnamed}.${extension}`;
  await rename(unnamed, named);
  callPath(named, 'the standard input');
  return named;
}

async function toOutput(result: string): Promise<void> {
  try {
    await pipeline(createReadStream(result), process.stdout);
  } catch (error) {
    throw new OutputError(error as NodeJS.ErrnoException);
  }
}
