// Sets up and opens the editor with the extension and a demo folder: VS Code where `code` is on the path, else a
// VS Code server for a browser, until Ctrl-C. With --train, trains from the terminal instead.
import { spawnSync } from 'node:child_process';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { writeDemo } from './demo.mjs';
import { exitCode, main, root } from './processes.mjs';
import { setup } from './setup.mjs';

const usage = `npm start                        the editor with a demo folder
npm start -- --folder DIR        the editor with a folder of yours
npm start -- --server [--port N] in a browser, though VS Code is installed
npm start -- --train [FLAGS]     train the demo from the terminal; FLAGS go to \`latent-lens train\``;

/** Where npm was called: relative paths that a person gives start here. */
const here = process.env.INIT_CWD ?? process.cwd();

const usualPort = 8423;

async function train(flags) {
  const chosen = flags.some((flag) => flag === '--data' || flag.startsWith('--data='));
  const data = chosen ? [] : ['--data', 'builtin:digits'];
  process.exitCode = await exitCode(process.execPath, [join(root, 'dist', 'cli.js'), 'train', ...data, ...flags], {
    cwd: here,
  });
}

function hasVSCode() {
  const command = process.platform === 'win32' ? 'where' : 'which';
  return spawnSync(command, ['code'], { stdio: 'ignore' }).status === 0;
}

async function openVSCode(folder) {
  console.log(`Opening VS Code with ${folder}.`);
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, folder];
  process.exitCode = await (process.platform === 'win32'
    ? exitCode('cmd', ['/c', 'code', ...args])
    : exitCode('code', args));
}

async function serve(folder, port) {
  const { CodeServer, cacheFolder, ensureSettings, freePort } = await import('../dist/test/harness/index.js');
  const home = join(cacheFolder(), 'editor');
  const extensions = join(home, 'extensions');
  await rm(extensions, { recursive: true, force: true });
  await mkdir(extensions, { recursive: true });
  // The checkout itself is the extension: a rebuild and a window reload bring changes in.
  await symlink(root, join(extensions, 'latent-lens.latent-lens'), 'junction');
  await ensureSettings(join(home, 'data'));
  console.log('Starting the editor.');
  const server = await CodeServer.start({
    data: join(home, 'data'),
    extensions,
    // The browser keeps what was open by address: the same port finds it again.
    port: port ?? (await freePort(usualPort)),
    log: console.log,
  });
  console.log(`\n  ${server.url}/?folder=${encodeURIComponent(folder)}\n`);
  console.log('Open this address in a browser, press F1 and choose “Latent Lens: Train VAE”. Ctrl-C stops the editor.');
  const asked = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve('asked'));
  });
  if ((await Promise.race([asked, server.ended()])) === 'asked') {
    console.log('\nStopping the editor.');
    await server.stop();
  } else {
    throw new Error(`The editor ended by itself; its output is in ${server.logFile}.`);
  }
}

await main(import.meta.url, async (args) => {
  const trains = args.indexOf('--train');
  if (trains >= 0) {
    await setup({ log: console.error });
    return train(args.toSpliced(trains, 1));
  }
  const { values } = parseArgs({
    args,
    options: {
      folder: { type: 'string' },
      server: { type: 'boolean' },
      port: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return console.log(usage);
  await setup();
  const folder = values.folder ? resolve(here, values.folder) : await writeDemo();
  if (!values.server && hasVSCode()) return openVSCode(folder);
  await serve(folder, values.port && Number(values.port));
});
