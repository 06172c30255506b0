import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { serve as Serve } from '../mcp/main';
import type { Arguments } from './arguments';

/** `latent-lens mcp` */
export async function mcp({ values }: Arguments): Promise<void> {
  // Most commands do without what it takes to speak the protocol.
  const { serve } = require('./mcp.js') as { serve: typeof Serve };
  const { version } = JSON.parse(await readFile(join(__dirname, '..', 'package.json'), 'utf8'));
  const folders = Array.isArray(values.workspace) ? values.workspace : [process.cwd()];
  await serve({ folders, readOnly: values['read-only'] === true, version });
}
