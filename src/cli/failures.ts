import * as v from 'valibot';
import { csvField } from '../export/text-tables';
import { absenceWords, kindWords, reasonWords } from '../protocol/failure-words';
import { type Failure, type FailureKind, type FailureList, type Failures, failureKinds } from '../protocol/failures';
import { inEnglish } from '../protocol/problems';
import { type Arguments, check, countFrom, dataFrom, UsageError } from './arguments';
import { startTrainer, unbroken } from './in-process-trainer';
import { modelFrom } from './model';
import { print } from './output';

/** Of each kind, unless more are asked for. */
const usualTop = 10;
const Kind = v.picklist(failureKinds);

/** `latent-lens failures` */
export async function failures(args: Arguments): Promise<void> {
  if (args.json && args.values.csv === true)
    throw new UsageError('--json and --csv are two ways to print: leave one out');
  const asked = { top: countFrom(args, 'top') ?? usualTop, ...kindsFrom(args) };
  const { lists } = await (args.values.data === undefined ? ofRun(args, asked) : ofData(args, asked));
  if (args.values.csv === true) printTable(lists);
  else for (const list of lists) (args.json ? printObjects : printWords)(list);
}

interface Asked {
  readonly kinds?: readonly FailureKind[];
  readonly top: number;
}

async function ofRun(args: Arguments, asked: Asked): Promise<Failures> {
  const { directory, backend, weights } = modelFrom(args);
  const trainer = startTrainer({});
  await trainer.open({ directory, backend }, unbroken);
  if (typeof weights === 'number') return trainer.failures({ ...asked, epoch: weights }, unbroken);
  if (weights) await trainer.useWeights({ choice: weights }, unbroken);
  return trainer.failures(asked, unbroken);
}

async function ofData(args: Arguments, asked: Asked): Promise<Failures> {
  return startTrainer({}).failuresOfData({ ...modelFrom(args), data: dataFrom(args), ...asked }, unbroken);
}

function kindsFrom({ values: { kind } }: Arguments): Pick<Asked, 'kinds'> {
  return Array.isArray(kind) ? { kinds: kind.map((each) => check(Kind, each, '--kind')) } : {};
}

function printWords({ kind, absence, likely, unjudged = 0, failures: found }: FailureList): void {
  if (absence !== undefined) {
    print(`${kindWords(kind, inEnglish)}: ${absenceWords(absence, inEnglish)}\n`);
    return;
  }
  const left = unjudged > 0 ? `; not judged, in classes of fewer than 5 members: ${unjudged}` : '';
  print(`${kindWords(kind, inEnglish)}: ${likely}${left}\n`);
  for (const failure of found) {
    print(
      `  ${failure.isLikely ? '!' : ' '} example ${failure.index}${placeWords(failure)}: ${reasonWords(kind, failure, inEnglish)}\n`,
    );
  }
}

function placeWords({ source }: Failure): string {
  if (source === null) return '';
  return ` (${source.path}${source.line === undefined ? '' : `:${source.line}`})`;
}

function printObjects({ failures: found, ...list }: FailureList): void {
  print(`${JSON.stringify({ event: 'failures', ...list })}\n`);
  for (const { source, ...failure } of found) {
    print(`${JSON.stringify({ event: 'failure', kind: list.kind, ...failure, ...fileOf(source) })}\n`);
  }
}

function fileOf(source: Failure['source']): { readonly file: string | null; readonly line: number | null } {
  return { file: source?.path ?? null, line: source?.line ?? null };
}

function printTable(lists: readonly FailureList[]): void {
  print('kind,example,row,file,line,score,likely,other,given_label,likely_label\n');
  for (const { kind, failures: found } of lists) {
    for (const { index, row, source, score, isLikely, other, given, likely } of found) {
      const { file, line } = fileOf(source);
      const cells = [kind, index, row, file, line, score, isLikely, other, given, likely];
      print(`${cells.map((cell) => csvField(String(cell ?? ''))).join(',')}\n`);
    }
  }
}
