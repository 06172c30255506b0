import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { LatentLensApi, OpenRun } from '../../src/host/api';
import type { RunRequest } from '../../src/protocol/config';
import type { EpochMetrics, RunRecord } from '../../src/protocol/run';
import { markTestLine } from '../harness/extension-host-log';
import { isRunning, until } from '../harness/processes';

export { isRunning, until };

export const extensionId = 'latent-lens.latent-lens';

export function extension(): vscode.Extension<LatentLensApi> {
  const found = vscode.extensions.getExtension<LatentLensApi>(extensionId);
  assert.ok(found, `${extensionId} is not installed`);
  return found;
}

export async function api(): Promise<LatentLensApi> {
  return extension().activate();
}

/** The folder that the editor has open. */
export function workspaceFolder(): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'no folder is open');
  return folder.uri.fsPath;
}

/** A line among the tests' results. */
export function note(text: string): void {
  console.log(markTestLine(`      ${text}`));
}

/** Small enough to train in a second or two. */
export function smallRun(name: string, epochs: number, limit = 512): RunRequest {
  return {
    name,
    data: { source: 'builtin:digits', limit },
    model: { kind: 'vae', hidden: [32], latent: 3 },
    training: { epochs, batchSize: 64, seed: 7 },
  };
}

/** Starts a run by its command, and answers the run's folder. */
export async function train(request: RunRequest, command = 'latentLens.trainVae'): Promise<string> {
  const directory = await vscode.commands.executeCommand<string | undefined>(command, request);
  assert.ok(directory, `${command} did not start a run`);
  return directory;
}

export async function session(directory: string): Promise<OpenRun | undefined> {
  return (await api()).sessions().find((run) => run.directory === directory);
}

export async function readRecord(directory: string): Promise<RunRecord> {
  return JSON.parse(await readFile(join(directory, 'run.json'), 'utf8'));
}

export async function readMetrics(directory: string): Promise<EpochMetrics[]> {
  const file = join(directory, 'metrics.jsonl');
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, 'utf8')).split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

export async function finishedEpochs(directory: string, count: number): Promise<EpochMetrics[]> {
  return until(`epoch ${count} of ${directory}`, async () => {
    const metrics = await readMetrics(directory);
    return metrics.length >= count && metrics;
  });
}

/** Waits until run.json says so. */
export async function status(directory: string, wanted: RunRecord['status']): Promise<RunRecord> {
  return until(`${directory} to be ${wanted}`, async () => {
    const record = await readRecord(directory);
    return record.status === wanted && record;
  });
}

export async function filesIn(...path: string[]): Promise<string[]> {
  const folder = join(...path);
  return existsSync(folder) ? (await readdir(folder)).sort() : [];
}
