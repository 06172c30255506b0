import { access, constants, mkdir, readdir, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { writeWhole } from '../../export/export-table';
import { mostCompared } from '../../protocol/compare';
import { isUserError, type Sentence, UserError } from '../../protocol/errors';
import type { Measured } from '../../protocol/measures';
import type { Reported, ReportParams } from '../../protocol/report';
import type { ReportFacts, RunFacts, ShownExamples } from '../../report/facts';
import { htmlOf } from '../../report/html';
import { markdownOf } from '../../report/markdown';
import { reportOf } from '../../report/report';
import { wordsIn } from '../../report/words';
import { compareRuns } from '../comparing';
import { openMeasured } from '../measuring/measure-run';
import { runFacts } from './run-facts';
import { chooseShown, rebuildShown } from './shown-examples';

/** Examples of each part that a report looks at: measures of more hardly differ beyond their errors, and take their time. */
const mostExamples = 1000;

/**
 * Writes a report of a run, or of several beside each other, to a file, and as Markdown its pictures to a folder beside it.
 * @throws UserError report.*, data.unwritable, run.*; data.* of other data that are named
 */
export async function createReport(
  params: ReportParams,
  signal: AbortSignal,
  onMeasured: (measured: Measured) => void,
): Promise<Reported> {
  const { path, language } = params;
  await checkParams(params);
  const facts = await factsOf(params, signal, onMeasured);
  const report = reportOf(facts, wordsIn(language));
  const paths = extname(path) === '.md' ? await writeMarkdown(path, report) : [path];
  if (extname(path) !== '.md') await writeWhole(path, htmlOf(report));
  return {
    paths,
    runs: facts.runs.map(({ record, advice, judged }) => ({ name: record.name, advice, examples: judged.examples })),
  };
}

/** Before anything is computed. @throws UserError report.*, data.unwritable */
async function checkParams({ runs, path }: ReportParams): Promise<void> {
  if (!['.html', '.htm', '.md'].includes(extname(path))) throw new UserError('report.ending', { path });
  if (runs.length < 1 || runs.length > mostCompared)
    throw new UserError('report.tooManyRuns', { runs: runs.length, most: mostCompared });
  const twice = runs.find((run, i) => runs.indexOf(run) !== i);
  if (twice !== undefined) throw new UserError('report.twice', { path: twice });
  await access(dirname(path), constants.W_OK).catch((error) => {
    throw new UserError('data.unwritable', { path, reason: (error as Error).message }, { cause: error });
  });
}

async function factsOf(
  { runs: paths, data, backend, weights, seed, made, command }: ReportParams,
  signal: AbortSignal,
  onMeasured: (measured: Measured) => void,
): Promise<ReportFacts> {
  const runs: RunFacts[] = [];
  const shown: ShownExamples[] = [];
  for (const [place, directory] of paths.entries()) {
    const chosen = { directory, backend, ...(weights !== undefined && { weights }) };
    const call = { ...chosen, ...(data && { data }), ...(seed !== undefined && { seed }) };
    const opened = await openMeasured(call, signal, { most: mostExamples, orKept: true });
    try {
      runs.push(await runFacts(directory, opened, signal, onMeasured));
      const isSame = data !== undefined || runs[0].record.fingerprint === opened.record.fingerprint;
      if (shown.length === 0 || !isSame) shown.push(await chooseShown(opened));
      const at = isSame ? 0 : shown.length - 1;
      const rebuilt = await rebuildShown(opened, place, shown[at]);
      if (rebuilt) shown[at] = { ...shown[at], by: [...shown[at].by, rebuilt] };
    } finally {
      await opened.close();
    }
  }
  const pairs = paths.length < 2 ? [] : await pairsOf({ runs: paths, backend, ...(data && { data }) }, signal);
  return { runs, shown, pairs, made, command };
}

/** How alike codes are, or why that cannot be said. */
async function pairsOf(params: Parameters<typeof compareRuns>[0], signal: AbortSignal): Promise<ReportFacts['pairs']> {
  try {
    return (await compareRuns(params, signal)).pairs;
  } catch (error) {
    if (!isUserError(error)) throw error;
    const { code, params: own }: Sentence = error;
    return { code, params: own };
  }
}

/** Only files that a report has written before are replaced: their names are those of its pictures. */
const pictureName = /^\d+\.(png|svg)$/;

async function writeMarkdown(path: string, report: ReturnType<typeof reportOf>): Promise<readonly string[]> {
  const folder = `${basename(path, '.md')}_files`;
  const place = join(dirname(path), folder);
  const { text, pictures } = markdownOf(report, folder);
  try {
    await mkdir(place, { recursive: true });
    const before = await readdir(place);
    for (const { name, content } of pictures) await writeWhole(join(place, name), content);
    const written = new Set(pictures.map(({ name }) => name));
    for (const name of before) if (pictureName.test(name) && !written.has(name)) await rm(join(place, name));
  } catch (error) {
    if (isUserError(error)) throw error;
    throw new UserError('data.unwritable', { path: place, reason: (error as Error).message }, { cause: error });
  }
  await writeWhole(path, text);
  return [path, place];
}
