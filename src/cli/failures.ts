import * as v from 'valibot';
import { csvField } from '../export/text-tables';
import {
  type Failure,
  type FailureAbsence,
  type FailureKind,
  type FailureList,
  type Failures,
  failureKinds,
} from '../protocol/failures';
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

const headings: Readonly<Record<FailureKind, string>> = {
  label: 'Likely mislabelled',
  duplicate: 'Duplicates',
  nearDuplicate: 'Near duplicates',
  support: 'Out of support',
  reconstruction: 'Worst reconstructions',
  kl: 'Highest KL',
  gap: 'Largest gap to validation',
};

const absences: Readonly<Record<FailureAbsence, string>> = {
  noKl: 'a plain autoencoder has no KL',
  noLabels: 'the examples have no column of classes as their label',
  fewLabels: 'fewer than two classes have the 5 members that it takes to judge by them',
  manyLabels: 'there are more classes than memory holds probabilities of',
  noValidation: 'no examples are held out',
  fewExamples: 'there are fewer than three examples',
};

function printWords({ kind, absence, likely, unjudged = 0, failures: found }: FailureList): void {
  if (absence !== undefined) {
    print(`${headings[kind]}: not here, ${absences[absence]}\n`);
    return;
  }
  const left = unjudged > 0 ? `; not judged, in classes of fewer than 5 members: ${unjudged}` : '';
  print(`${headings[kind]}: ${likely}${left}\n`);
  for (const failure of found) {
    print(
      `  ${failure.isLikely ? '!' : ' '} example ${failure.index}${placeWords(failure)}: ${reason(kind, failure)}\n`,
    );
  }
}

function placeWords({ source }: Failure): string {
  if (source === null) return '';
  return ` (${source.path}${source.line === undefined ? '' : `:${source.line}`})`;
}

function reason(kind: FailureKind, { score, other, given, likely }: Failure): string {
  const labels = given === undefined ? '' : `, labelled ${given} and ${likely}`;
  switch (kind) {
    case 'label':
      return `labelled ${given}, likely ${likely} (p of the label ${score.toFixed(4)})`;
    case 'duplicate':
      return `equals example ${other}${labels}`;
    case 'nearDuplicate':
      return `nearly equals example ${other}, at ${(100 * score).toFixed(0)} % of the usual distance${labels}`;
    case 'support':
      return `${score.toFixed(1)} interquartile ranges from the usual`;
    case 'reconstruction':
    case 'kl':
      return `${score.toFixed(2)} nats`;
    case 'gap':
      return `${score.toFixed(2)} nats above the training examples around it`;
  }
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
