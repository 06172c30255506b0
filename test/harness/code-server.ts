import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { argon2Stub, ripgrepStub, spdlogStub, watchdogStub } from './code-server-stubs';
import { withFileLock } from './file-lock';
import { cacheFolder } from './paths';
import { commandsOf, npm, runCommand, spawnGroup, stopGroup, until } from './processes';

/** VS Code 1.100.3. Later ones, from 4.133 on, refuse to run extension tests in a browser. */
const version = '4.100.3';

export type Log = (line: string) => void;

/** Installs code-server, once for all checkouts, and answers the folder of its package. */
export async function installCodeServer(log: Log): Promise<string> {
  const target = join(cacheFolder(), `code-server-${version}`);
  const installed = join(target, 'node_modules', 'code-server');
  if (existsSync(target)) return installed;
  await withFileLock(`${target}.lock`, async () => {
    if (existsSync(target)) return;
    log(`Installing code-server ${version} (300 MB, from the npm registry).`);
    const staging = `${target}.partial`;
    await rm(staging, { recursive: true, force: true });
    await mkdir(staging);
    try {
      await writeFile(join(staging, 'package.json'), '{ "private": true }');
      const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
      await npm(['install', ...options, `code-server@${version}`], staging);
      log("Installing the editor's own dependencies.");
      const editor = join(staging, 'node_modules', 'code-server', 'lib', 'vscode');
      await npm(['install', '--omit=dev', ...options], editor);
      await symlink('node_modules', join(editor, 'node_modules.asar'));
      await writeFile(join(staging, 'node_modules', 'argon2', 'argon2.js'), argon2Stub);
      const modules = join(editor, 'node_modules');
      await writeFile(join(modules, '@vscode', 'spdlog', 'index.js'), spdlogStub);
      await writeFile(join(modules, 'native-watchdog', 'index.js'), watchdogStub);
      await mkdir(join(modules, '@vscode', 'ripgrep', 'bin'), { recursive: true });
      await writeFile(join(modules, '@vscode', 'ripgrep', 'bin', 'rg'), ripgrepStub, { mode: 0o755 });
      await rename(staging, target);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  });
  return installed;
}

export interface CodeServerOptions {
  /** Keeps settings, state and logs; made where it is missing. */
  readonly data: string;
  /** Installed extensions; made where it is missing. */
  readonly extensions: string;
  /** The port to serve on; a free one by default. */
  readonly port?: number;
  readonly environment?: NodeJS.ProcessEnv;
  readonly log: Log;
}

/** What another process needs to know of a server in order to open windows on it. */
export interface ServerAddress {
  readonly url: string;
  readonly authority: string;
  readonly data: string;
  readonly extensions: string;
  /** The process group that holds everything the server started. */
  readonly group: number;
}

/** A VS Code server with the real workbench and extension host, on this machine only. */
export class CodeServer {
  private constructor(
    private readonly process: ChildProcess,
    readonly address: ServerAddress,
    /** What the server printed. */
    readonly logFile: string,
  ) {}

  static async start(options: CodeServerOptions): Promise<CodeServer> {
    const { data, extensions, log } = options;
    const entry = join(await installCodeServer(log), 'out', 'node', 'entry.js');
    await mkdir(data, { recursive: true });
    const port = options.port ?? (await freePort());
    const logFile = join(data, 'server.log');
    const output = openSync(logFile, 'w');
    const child = spawnGroup(
      process.execPath,
      [entry, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, ...folders(options), ...quiet],
      { stdio: ['ignore', output, output], env: environment(options.environment) },
    );
    closeSync(output);
    const authority = `127.0.0.1:${port}`;
    const address = { url: `http://${authority}`, authority, data, extensions, group: child.pid ?? 0 };
    const server = new CodeServer(child, address, logFile);
    try {
      await until('code-server to answer', () => server.answers());
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  private async answers(): Promise<boolean> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) {
      throw new Error(`code-server ended at once:\n${await readFile(this.logFile, 'utf8')}`);
    }
    const response = await fetch(`${this.url}/healthz`).catch(() => null);
    return response?.ok ?? false;
  }

  get url(): string {
    return this.address.url;
  }

  /** Resolves when the server ends by itself or is stopped. */
  ended(): Promise<void> {
    return this.process.exitCode === null && this.process.signalCode === null
      ? new Promise((resolve) => this.process.once('exit', () => resolve()))
      : Promise.resolve();
  }

  /** Ends the server with all that it started: extension hosts, trainers. */
  stop(): Promise<void> {
    return stopGroup(this.process);
  }
}

/**
 * Ends what serves windows that were closed: the server would keep their extension hosts for hours, should the windows come
 * back. Resolves when their trainers have ended, too.
 */
export async function endExtensionHosts({ group }: ServerAddress): Promise<void> {
  const members = () => commandsOf(group).filter(({ command }) => /--type=extensionHost|trainer\.js/.test(command));
  for (const { pid, command } of members()) if (command.includes('extensionHost')) process.kill(pid, 'SIGTERM');
  await until('the extension hosts and trainers to end', () => members().length === 0);
}

/** Installs a packaged extension for servers with these folders, in place of what came from another package. */
export async function installExtension(options: CodeServerOptions, vsix: string): Promise<void> {
  const record = join(options.data, 'installed-package');
  if ((await readFile(record, 'utf8').catch(() => '')) === vsix) return;
  const entry = join(await installCodeServer(options.log), 'out', 'node', 'entry.js');
  await mkdir(options.data, { recursive: true });
  await runCommand(process.execPath, [entry, ...folders(options), '--install-extension', vsix, '--force']);
  await writeFile(record, vsix);
}

/** User settings of a server, before or while it runs. */
export async function writeSettings(data: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const file = join(data, 'User', 'settings.json');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ ...calm, ...settings }, null, 2)}\n`);
}

/** Settings of the machine that a server runs on, where those of machine scope are looked for. */
export async function writeMachineSettings(data: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const file = join(data, 'Machine', 'settings.json');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(settings));
}

/** Settings for the next window: these, and none of what a window before it left. */
export async function resetSettings(data: string, settings: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await writeSettings(data, { ...still, ...settings });
  await writeMachineSettings(data, {});
}

/** User settings, but leaves a file alone that is there. */
export async function ensureSettings(data: string): Promise<void> {
  if (!existsSync(join(data, 'User', 'settings.json'))) await writeSettings(data, {});
}

const quiet = [
  '--disable-telemetry',
  '--disable-update-check',
  '--disable-workspace-trust',
  '--disable-getting-started-override',
];

/** What moves, as signs that something runs do, has the whole window drawn sixty times a second. */
const still = { 'workbench.reduceMotion': 'on' };

/** Nothing that reaches out, moves or asks by itself. */
const calm = {
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

function folders({ data, extensions }: Pick<CodeServerOptions, 'data' | 'extensions'>): string[] {
  const config = join(data, 'code-server.yaml');
  return ['--config', config, '--user-data-dir', data, '--extensions-dir', extensions];
}

/** Without the variables of an editor or a script runner around us, and without a gallery. */
function environment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|VSCODE_|ELECTRON_|NODE_OPTIONS$|PORT$)/.test(name),
  );
  return { ...Object.fromEntries(kept), EXTENSIONS_GALLERY: '{}', ...extra };
}

/** `preferred` where nobody serves on it, else any that is free. */
export async function freePort(preferred = 0): Promise<number> {
  const probe = createServer();
  try {
    probe.listen(preferred, '127.0.0.1');
    await once(probe, 'listening');
    return (probe.address() as AddressInfo).port;
  } catch (error) {
    if (preferred === 0) throw error;
    return freePort();
  } finally {
    probe.close();
  }
}
