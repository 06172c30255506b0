// Writes the JSON schemas of our files from the schemas the product checks them with, and the tools that the manifest offers to
// language models from the table of tools. `--print` prints them.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { toJsonSchema } from '@valibot/to-json-schema';
import esbuild from 'esbuild';

const file = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const draft = { $schema: 'http://json-schema.org/draft-07/schema#' };

const { RunRequest } = await bundled('src/protocol/config.ts');
const configuration = {
  ...draft,
  title: 'Latent Lens configuration',
  description: 'The data, and what differs from a preset. A relative path starts at the folder of this file.',
  // JSON has no infinite numbers, so `finite` needs no word.
  ...toJsonSchema(RunRequest, { ignoreActions: ['finite'] }),
};

const { ViewFile } = await bundled('src/host/views/view-file.ts');
const { KeptDocument } = await bundled('webview/state/view-document.ts');
const reading = { typeMode: 'input', ignoreActions: ['finite', 'transform', 'raw_transform', 'check'] };
const { $schema: _, ...shown } = toJsonSchema(KeptDocument, reading);
const view = {
  ...draft,
  title: 'Latent Lens view',
  description: 'What is shown of a run. Its path starts at the folder of this file.',
  ...toJsonSchema(ViewFile, reading),
};
view.properties.view = { ...shown, required: [], additionalProperties: false };

const { CheckFile } = await bundled('src/protocol/check.ts');
const check = {
  ...draft,
  title: 'Latent Lens check',
  description: 'What latent-lens check expects of a run. A relative path starts at the folder of this file.',
  ...toJsonSchema(CheckFile, { ignoreActions: ['finite'] }),
};

const { manifestTools } = await bundled('src/tools/manifest.ts');
const manifest = JSON.parse(await readFile(file('package.json'), 'utf8'));
manifest.contributes.languageModelTools = manifestTools();

if (process.argv.includes('--print'))
  process.stdout.write(text(configuration) + text(view) + text(check) + text(manifest));
else {
  await writeFile(file('media/latent.schema.json'), text(configuration));
  await writeFile(file('media/latentview.schema.json'), text(view));
  await writeFile(file('media/latentcheck.schema.json'), text(check));
  await writeFile(file('package.json'), text(manifest));
}

function text(schema) {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

async function bundled(path) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [file(path)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    // Packages that require Node's own modules do so from here.
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(import.meta.url)});`,
    },
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
