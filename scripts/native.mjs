// Installs tfjs-node's native library, which its npm package does not contain. Uses nothing but Node.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createBrotliDecompress, createGunzip } from 'node:zlib';
import { readTar } from './tar.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tfjsNode = dirname(createRequire(join(root, 'package.json')).resolve('@tensorflow/tfjs-node/package.json'));
/** Beside the binding: which library it is and where it came from. */
const record = join(tfjsNode, 'lib', 'native.json');

/** A build of tfjs-node's N-API binding with TensorFlow 1.15, published on the npm registry (MIT, Apache-2.0). */
const published = {
  package: 'tfjs-node-lambda-releases@1.6.1',
  integrity: 'sha512-D275PZpxsKenTuiPnvIE5T+D5JrT4aU9M3EDCedBQKlP0hUB7011Yzg8CAJ6MBIog9Lq90aaEair4yrBBlk61w==',
  archive: 'package/nodejs12.x-tf2.7.0.br',
  /** What is kept, and where it goes. The libraries take the names that the binding links to. */
  files: {
    'lib/napi-v6/tfjs_binding.node': 'lib/napi-v8/tfjs_binding.node',
    'deps/lib/libtensorflow.so.1.15.0': 'deps/lib/libtensorflow.so.1',
    'deps/lib/libtensorflow_framework.so.1.15.0': 'deps/lib/libtensorflow_framework.so.1',
    'deps/LICENSE': 'deps/LICENSE',
    'deps/THIRD_PARTY_TF_C_LICENSES': 'deps/THIRD_PARTY_TF_C_LICENSES',
  },
};

/** Longest silence, and longest whole, of the official download, in ms. */
const officialStart = 20_000;
const officialLimit = 15 * 60_000;

/**
 * Makes tfjs-node's native library loadable: what is there, else the official one, else, on 64-bit Linux, a published
 * build. Where there is none the embedded backend serves, so that this never fails.
 * `log` takes lines for a person. `how` says which library that is.
 */
export async function installNative({ log }) {
  const present = await probe();
  if (present) return { installed: true, how: await describe(present) };
  for (const source of [official, fromRegistry]) {
    const failure = await source(log).catch((error) => firstLine(error.message));
    const version = failure === undefined ? await probe() : undefined;
    if (version) {
      await writeFile(record, `${JSON.stringify({ tensorflow: version, source: source.title }, null, 2)}\n`);
      return { installed: true, how: await describe(version) };
    }
    log(`${source.title}: ${failure ?? 'the library does not load on this machine'}.`);
    await removeNative();
  }
  const how = 'No native TensorFlow library for this machine: the embedded WebAssembly backend will be used.';
  log(how);
  return { installed: false, how };
}

async function describe(version) {
  const source = existsSync(record) ? JSON.parse(await readFile(record, 'utf8')).source : 'found in place';
  return `TensorFlow ${version} (${source})`;
}

/** The version of the TensorFlow library if tfjs-node loads and computes. In a process of its own: it may crash. */
async function probe() {
  const script = `
    const util = require('util');
    util.isNullOrUndefined ??= (value) => value == null;
    util.isArray ??= Array.isArray;
    const tf = require(process.argv[1]);
    if (tf.add(1, 2).dataSync()[0] !== 3) throw new Error('1 + 2 is not 3');
    process.stdout.write('version ' + tf.backend().binding.TF_Version);`;
  try {
    const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script, tfjsNode], { env });
    return /version (\S+)$/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

async function removeNative() {
  for (const folder of ['lib', 'deps']) await rm(join(tfjsNode, folder), { recursive: true, force: true });
}

/** Runs tfjs-node's own install script. It downloads from its own host, and neither times out nor cleans up. */
async function official(log) {
  log("Installing TensorFlow's native library with tfjs-node's own script.");
  const manifest = join(tfjsNode, 'package.json');
  const original = await readFile(manifest);
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const child = spawn(process.execPath, [join('scripts', 'install.js')], {
    cwd: tfjsNode,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: process.platform !== 'win32',
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  const stop = () => {
    try {
      if (process.platform === 'win32') child.kill();
      else process.kill(-child.pid);
    } catch {
      // It has ended by itself.
    }
  };
  const started = async () => (await readdir(join(tfjsNode, 'deps')).catch(() => [])).length > 0;
  const watchdogs = [
    setTimeout(async () => {
      if (!(await started())) stop();
    }, officialStart),
    setTimeout(stop, officialLimit),
  ];
  process.once('exit', stop);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  process.off('exit', stop);
  watchdogs.forEach(clearTimeout);
  await writeFile(manifest, original);
  if (code === 0) return undefined;
  return firstLine(/Error: (.*)/.exec(errors)?.[1] ?? 'its host does not answer');
}
official.title = "tfjs-node's own download";

async function fromRegistry(log) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'it is for 64-bit Linux on Intel and AMD only';
  const cached = join(cacheFolder(), 'native', published.package);
  if (!existsSync(cached)) await download(cached, log);
  log('Copying the native library into place.');
  await removeNative();
  const staging = await stagingFolder(tfjsNode);
  try {
    await cp(cached, staging, { recursive: true });
    // The binding comes last: it stands for a whole installation.
    for (const folder of ['deps', 'lib']) await rename(join(staging, folder), join(tfjsNode, folder));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return undefined;
}
fromRegistry.title = `npm package ${published.package}`;

/** Fetches the published build and unpacks it into the folder `target`, which exists afterwards only if whole. */
async function download(target, log) {
  const staging = await stagingFolder(dirname(target));
  try {
    log(`Downloading ${published.package} (195 MB) from the npm registry.`);
    const tarball = join(staging, await pack(staging));
    log('Checking and unpacking it.');
    const hash = createHash('sha512');
    await pipeline(createReadStream(tarball), hash);
    if (`sha512-${hash.digest('base64')}` !== published.integrity) throw new Error('its checksum is wrong');
    const unpacked = join(staging, 'unpacked');
    await unpack(tarball, unpacked);
    await rename(unpacked, target).catch((error) => {
      // Another installation was faster.
      if (!existsSync(target)) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Runs `npm pack`; answers the name of the file. */
async function pack(folder) {
  const npm = process.env.npm_execpath;
  const command = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
  const args = [...command.slice(1), 'pack', published.package, '--silent', '--pack-destination', folder];
  const { stdout } = await promisify(execFile)(command[0], args, { cwd: folder });
  return basename(stdout.trim().split('\n').at(-1));
}

async function unpack(tarball, target) {
  for await (const { path, content } of readTar(createReadStream(tarball).pipe(createGunzip()))) {
    if (path !== published.archive) continue;
    const archive = createBrotliDecompress();
    const compressed = pipeline(content, archive);
    const left = new Set(Object.keys(published.files));
    for await (const inner of readTar(archive)) {
      const name = inner.path.replace(/^node_modules\/@tensorflow\/tfjs-node\//, '');
      if (!left.delete(name)) continue;
      const file = join(target, published.files[name]);
      await mkdir(dirname(file), { recursive: true });
      await pipeline(inner.content, createWriteStream(file));
    }
    await compressed;
    if (left.size > 0) throw new Error(`it lacks ${[...left].join(', ')}`);
    return;
  }
  throw new Error(`it lacks ${published.archive}`);
}

/** A temporary folder inside `parent`; what killed installations left there is removed. */
async function stagingFolder(parent) {
  const prefix = '.partial-';
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    const abandoned = name.startsWith(prefix) && Date.now() - (await stat(path)).mtimeMs > 3_600_000;
    if (abandoned) await rm(path, { recursive: true, force: true });
  }
  return mkdtemp(join(parent, prefix));
}

function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'latent-lens');
}

function firstLine(text) {
  return text.split('\n', 1)[0];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { how } = await installNative({ log: console.log });
  console.log(how);
}
