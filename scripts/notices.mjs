// Writes THIRD_PARTY_NOTICES.md: what the packages of Latent Lens contain of others, and on what terms.
// `--check` writes nothing, and fails where the file is out of date.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../esbuild.mjs';
import { main, root } from './processes.mjs';

const target = join(root, 'THIRD_PARTY_NOTICES.md');

/** Packages whose published bundle contains others, which no metafile can tell. */
const inlined = { 'ml-matrix': ['is-any-array', 'ml-array-rescale', 'ml-array-max', 'ml-array-min'] };

/** Licence texts for packages that come without one, from the folder licences/. */
const ownTexts = {
  '@microsoft/fast-element': 'fast.txt',
  '@microsoft/fast-foundation': 'fast.txt',
  '@microsoft/fast-web-utilities': 'fast.txt',
};

/** Compiled into the WebAssembly modules of @tensorflow/tfjs-backend-wasm. */
const insideWasm = [
  { name: 'XNNPACK', license: 'BSD-3-Clause', text: 'xnnpack.txt' },
  { name: 'cpuinfo and pthreadpool', license: 'BSD-2-Clause', text: 'cpuinfo-pthreadpool.txt' },
  { name: 'Emscripten runtime and musl', license: 'MIT', text: 'emscripten.txt' },
];

const introduction = `# Third-party notices

Latent Lens itself is under the [MIT license](LICENSE). Its bundles contain code of the packages below, each under its
own terms. Written by \`node scripts/notices.mjs\` from what the build takes in; a test keeps it current.

The folder \`binding\` of the packages holds the sources of tfjs-node's binding to TensorFlow (Apache-2.0, Copyright Google
LLC) and Node-API's headers, for building it to other TensorFlow libraries.

The package for linux-x64 also holds TensorFlow's native library and tfjs-node's binding to it (Apache-2.0, Copyright The
TensorFlow Authors). Their licence, and those of all that TensorFlow contains, lie beside the library in
\`native/deps/LICENSE\` and \`native/deps/THIRD_PARTY_TF_C_LICENSES\`.

It also holds sharp's binding (Apache-2.0) and libvips, a shared library of its own under the LGPL 3.0 or later: replace
\`native/@img/sharp-libvips-linux-x64/lib/libvips-cpp.so.*\` by another build of it, and that is used. The README beside it
lists the libraries that it contains, with their terms; the texts of the LGPL and the GPL lie there, too.

mediabunny, in \`dist/film.js\`, is under the Mozilla Public License 2.0. It is taken in as it is published; its sources are in the
npm package of that name and version, and at https://github.com/Vanilagy/mediabunny.
`;

/** Packages of which the packages hold files beside the bundles. */
const shippedFolders = ['node_modules/@tensorflow/tfjs-node', 'node_modules/node-api-headers'];

/** The text of the notices. Builds the bundles into a temporary folder to see what is in them. */
export async function notices() {
  const folder = await mkdtemp(join(tmpdir(), 'latent-lens-notices-'));
  try {
    const metafiles = await build({ production: true, outdir: folder });
    const folders = [...new Set([...bundledFolders(metafiles), ...shippedFolders])];
    const found = (await Promise.all(folders.map(readPackage))).sort(byNameAndVersion);
    const wasm = await Promise.all(insideWasm.map(async (part) => ({ ...part, text: await ownText(part.text) })));
    return render([...found, ...wasm]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Folders of the packages of which at least a byte is in an output. */
function bundledFolders(metafiles) {
  const outputs = metafiles.flatMap((metafile) => Object.values(metafile.outputs));
  const files = outputs.flatMap(({ inputs }) => Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0));
  const folders = files.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  const within = folders.flatMap((folder) => (inlined[nameOf(folder)] ?? []).map((name) => `node_modules/${name}`));
  return [...new Set([...folders, ...within])].filter((folder) => folder !== undefined);
}

function nameOf(folder) {
  return folder?.replace(/^.*node_modules\//, '');
}

async function readPackage(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
  return {
    name,
    version,
    license: license.replace(/^\((.*)\)$/, '$1'),
    text: await licenceText(folder, name, license),
  };
}

/** From the package's licence file or its README, else from here. Null where the licence has one text for all. */
async function licenceText(folder, name, license) {
  const files = await readdir(join(root, folder));
  const licences = files.filter((file) => /^(licen[cs]e|copying)/i.test(file)).sort();
  const texts = await Promise.all(licences.map((file) => readFile(join(root, folder, file), 'utf8')));
  if (license === 'Apache-2.0') return null;
  if (texts.length > 0) return texts.map(tidy).join('\n\n');
  if (ownTexts[name]) return ownText(ownTexts[name]);
  const readme = files.find((file) => /^readme/i.test(file));
  const section =
    readme && /^licen[cs]e.*\n-+\n+([\s\S]+)/im.exec(await readFile(join(root, folder, readme), 'utf8'))?.[1];
  if (!section) throw new Error(`${name} comes without a licence text: add one to scripts/licences.`);
  return tidy(section);
}

async function ownText(file) {
  return tidy(await readFile(join(root, 'scripts', 'licences', file), 'utf8'));
}

function tidy(text) {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/[ \t]+$/gm, '')
    .trim();
}

async function render(parts) {
  const apache = tidy(await readFile(join(root, 'node_modules', 'long', 'LICENSE'), 'utf8'));
  const byText = new Map();
  for (const part of parts) {
    const text = part.text ?? apache;
    byText.set(text, [...(byText.get(text) ?? []), part]);
  }
  const table = parts.map(({ name, version, license }) => `| ${name} | ${version ?? ''} | ${license} |`);
  const sections = [...byText].map(([text, those]) => {
    const names = those.map(({ name, version }) => (version ? `${name} ${version}` : name));
    return `## ${names.join(', ')}\n\n\`\`\`text\n${text}\n\`\`\`\n`;
  });
  const head = '| package | version | license |\n| --- | --- | --- |';
  return `${introduction}\n${head}\n${table.join('\n')}\n\n${sections.join('\n')}`;
}

function byNameAndVersion(a, b) {
  const [left, right] = [a, b].map(({ name, version }) => `${name} ${version}`);
  return left < right ? -1 : left > right ? 1 : 0;
}

await main(import.meta.url, async ([flag]) => {
  const text = await notices();
  if (flag !== '--check') return writeFile(target, text);
  const current = await readFile(target, 'utf8').catch(() => '');
  if (current !== text)
    throw new Error('THIRD_PARTY_NOTICES.md is out of date. Run node scripts/notices.mjs and look at the difference.');
});
