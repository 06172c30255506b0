import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { UserError } from '../../protocol/errors';
import { digest, identityOf, librariesFolder } from './cache';
import { runProcess } from './child-process';
import { type Compiler, findCompiler, howToGetACompiler } from './compiler';
import { firstFile, type Installation } from './installation';
import type { LibraryTask } from './task';

/** The version of Node-API that the binding uses; every Node and Electron that runs us has it. */
const nodeApiVersion = 8;
/** It takes ten seconds; much more where the machine is busy. */
const buildTimeout = 300_000;

const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'];
const headers = [
  'napi_auto_ref.h',
  'tf_auto_status.h',
  'tf_auto_tensor.h',
  'tfe_auto_op.h',
  'tfjs_backend.h',
  'utils.h',
];
const fileName = 'tfjs_binding.node';

/**
 * The binding of tfjs-node to a library: the one that it comes with, or the one built before, or else it is built with
 * the library's own headers. It takes nothing but a C++ compiler.
 * @throws UserError library.*
 */
export async function bindingTo(installation: Installation, task: LibraryTask): Promise<string> {
  if (installation.binding !== null) return installation.binding;
  const parts = whatToBuildWith(installation);
  const folder = join(librariesFolder(), await keyOf(parts));
  const built = await firstFile(folder, [fileName]);
  return built ?? build({ ...parts, folder }, task);
}

/** @throws UserError library.noInterface, library.noHeaders */
export function whatToBuildWith({ path, version, libraries, include }: Installation): BindingParts {
  if (libraries.length === 0) throw new UserError('library.noInterface', { path, version: version ?? '?' });
  if (include === null) throw new UserError('library.noHeaders', { path });
  return { path, libraries, include };
}

interface BindingParts extends Pick<Installation, 'path' | 'libraries'> {
  readonly include: string;
}

interface Order extends BindingParts {
  /** Where the binding goes. */
  readonly folder: string;
}

async function build(order: Order, { signal, log }: LibraryTask): Promise<string> {
  const compiler = await findCompiler();
  const { path, folder } = order;
  if (compiler === undefined) throw new UserError('library.noCompiler', { path, how: howToGetACompiler() });
  const staging = await stagingFolder(dirname(folder));
  try {
    const output = join(staging, fileName);
    const args = [...compiler.args, ...(await compilerArguments(order, output))];
    log(`Building the binding to ${path}:\n${[compiler.command, ...args].join(' ')}`);
    await compile(compiler, args, path, { signal, log });
    return await moveInto(folder, staging);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function compile(
  { command }: Compiler,
  args: readonly string[],
  path: string,
  { signal, log }: LibraryTask,
): Promise<void> {
  const env = { ...process.env, LC_ALL: 'C' };
  const ended = await runProcess(command, args, { timeout: buildTimeout, signal, env }).catch((error: unknown) => {
    if (error instanceof UserError) throw error;
    throw new UserError('library.buildFailed', { path, reason: String(error) }, { cause: error });
  });
  const messages = (ended.stderr + ended.stdout).trim();
  if (messages !== '') log(messages);
  if (ended.code === 0) return;
  const reason = ended.timedOut ? `${command} does not end` : firstError(messages, command);
  throw new UserError('library.buildFailed', { path, reason });
}

/** One line that says what is wrong: the first error, of the compiler or else of the linker. */
function firstError(messages: string, command: string): string {
  const lines = messages.split('\n').map((line) => line.trim());
  const error = lines.find((line) => /\berror\b/i.test(line)) ?? lines.find((line) => line !== '');
  return error ?? `${command} says nothing`;
}

async function compilerArguments({ libraries, include }: BindingParts, output: string): Promise<readonly string[]> {
  const { binding, nodeApi } = sourceFolders();
  return [
    '-std=c++17',
    '-O2',
    '-fPIC',
    `-DNAPI_VERSION=${nodeApiVersion}`,
    '-I',
    include,
    '-I',
    nodeApi,
    ...sources.map((name) => join(binding, name)),
    '-o',
    output,
    ...libraries,
    ...(process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared']),
    ...linkerArguments(await searchedFolders(libraries)).flatMap((argument) => ['-Xlinker', argument]),
  ];
}

/**
 * On Linux in the older form of the entry, which a library path of the user's does not override; and a function that
 * the library lacks is found when the binding is loaded, not when it is first called.
 */
function linkerArguments(folders: readonly string[]): readonly string[] {
  const entries = folders.flatMap((folder) => ['-rpath', folder]);
  return process.platform === 'darwin' ? entries : ['-z', 'now', '--disable-new-dtags', ...entries];
}

/** Where the libraries lie, and where the files lie that they are links to: a library may be called otherwise there. */
async function searchedFolders(libraries: readonly string[]): Promise<readonly string[]> {
  const paths = [...libraries, ...(await Promise.all(libraries.map((path) => realpath(path))))];
  return [...new Set(paths.map((path) => dirname(path)))];
}

/** Whether built by this or another process in the meantime, the binding is then there, and whole. */
async function moveInto(folder: string, staging: string): Promise<string> {
  const binding = join(folder, fileName);
  try {
    await mkdir(folder, { recursive: true });
    await rename(join(staging, fileName), binding);
  } catch (error) {
    throw notWritable(folder, error);
  }
  return binding;
}

async function stagingFolder(parent: string): Promise<string> {
  try {
    await mkdir(parent, { recursive: true });
    return await mkdtemp(join(parent, '.building-'));
  } catch (error) {
    throw notWritable(parent, error);
  }
}

function notWritable(path: string, error: unknown): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError('library.cacheNotWritable', { path, reason }, { cause: error });
}

/** Another library at the same place, or other sources of ours, are another binding. */
async function keyOf({ libraries }: BindingParts): Promise<string> {
  const { binding } = sourceFolders();
  const hash = createHash('sha256');
  for (const name of [...sources, ...headers]) hash.update(await readFile(join(binding, name)));
  const identities = await Promise.all(libraries.map(identityOf));
  return digest(identities, nodeApiVersion, process.arch, hash.digest('hex'));
}

/** In a package beside the bundle; in a checkout where npm puts them. */
function sourceFolders(): { readonly binding: string; readonly nodeApi: string } {
  const packaged = join(__dirname, '..', 'binding');
  if (existsSync(packaged)) return { binding: packaged, nodeApi: packaged };
  const { resolve } = createRequire(__filename);
  return {
    binding: join(dirname(resolve('@tensorflow/tfjs-node/package.json')), 'binding'),
    nodeApi: join(dirname(resolve('node-api-headers/package.json')), 'include'),
  };
}
