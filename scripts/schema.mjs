// Writes the JSON schema of *.latent.json files from the schema the product checks them with. `--print` prints it.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { toJsonSchema } from '@valibot/to-json-schema';
import esbuild from 'esbuild';

const file = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const { outputFiles } = await esbuild.build({
  entryPoints: [file('src/protocol/config.ts')],
  bundle: true,
  write: false,
  format: 'esm',
});
const { RunRequest } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);

const schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Latent Lens configuration',
  description: 'The data, and what differs from a preset. A relative path starts at the folder of this file.',
  // JSON has no infinite numbers, so `finite` needs no word.
  ...toJsonSchema(RunRequest, { ignoreActions: ['finite'] }),
};
const text = `${JSON.stringify(schema, null, 2)}\n`;
if (process.argv.includes('--print')) process.stdout.write(text);
else await writeFile(file('media/latent.schema.json'), text);
