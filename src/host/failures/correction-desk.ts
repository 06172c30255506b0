import * as vscode from 'vscode';
import type { CorrectableData, Correction, Failure, Failures } from '../../protocol/failures';
import { Emitter } from '../event';
import type { RunSession } from '../run-session';
import { correctedText, findCorrections } from './corrections-file';
import { decided, decisionOn } from './decisions';

/** An example about which somebody has decided something. */
export interface Decided {
  /** The folder of a run that it is of. */
  readonly directory: string;
  readonly row: number;
  readonly correction: Correction | null;
}

/** Reads and writes what people decide about examples of runs: one after another, as a file is read before it is written. */
export class CorrectionDesk {
  private readonly decidedEmitter = new Emitter<Decided>();
  readonly onDidDecide = this.decidedEmitter.event;
  private last: Promise<unknown> = Promise.resolve();

  /** Failures with what is decided about them. */
  async annotated(session: RunSession, failures: Failures): Promise<Failures> {
    const { directory } = await session.ready();
    const { corrections } = await findCorrections(directory, workspaceFolder());
    // Rows of other data mean nothing here.
    const isOurs = corrections?.fingerprint === (await correctableOf(session)).fingerprint;
    const withDecision = (failure: Failure) => {
      const correction = failure.row === null || !isOurs ? undefined : decisionOn(corrections, failure.row);
      return correction ? { ...failure, correction } : failure;
    };
    const lists = failures.lists.map((list) => ({ ...list, failures: list.failures.map(withDecision) }));
    return { ...failures, lists };
  }

  /** Answers the path of the file that it was written to. @throws UserError corrections.*, run.unreadable */
  correct(session: RunSession, row: number, correction: Correction | null): Promise<string> {
    const done = this.last.then(async () => {
      const { directory } = await session.ready();
      return this.write(directory, await correctableOf(session), row, correction);
    });
    this.last = done.catch(() => undefined);
    return done;
  }

  private async write(
    directory: string,
    data: CorrectableData,
    row: number,
    correction: Correction | null,
  ): Promise<string> {
    await saveOpen();
    const file = await findCorrections(directory, workspaceFolder());
    const corrections = decided(file.corrections, data, row, correction, file.path);
    const text = await correctedText(file, directory, corrections);
    await vscode.workspace.fs.writeFile(vscode.Uri.file(file.path), Buffer.from(text));
    this.decidedEmitter.fire({ directory, row, correction });
    return file.path;
  }
}

/** What somebody types into a configuration is not lost. */
async function saveOpen(): Promise<void> {
  const open = vscode.workspace.textDocuments.filter(
    ({ isDirty, fileName }) => isDirty && fileName.endsWith('.latent.json'),
  );
  for (const document of open) await document.save();
}

async function correctableOf(session: RunSession): Promise<CorrectableData> {
  return (await session.connected()).call('correctable', {});
}

function workspaceFolder(): string | undefined {
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}
