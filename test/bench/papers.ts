import { join } from 'node:path';
import { projectRoot } from '../harness/paths';
import { burda } from './papers/burda';
import { disentanglement } from './papers/disentanglement';
import { pythae } from './papers/pythae';
import { pytorch } from './papers/pytorch';
import { reference } from './papers/reference';
import { Runs } from './papers/runs';
import { type Comparison, rowOf, type Study } from './papers/study';
import { text } from './papers/text';
import type { Bench, BenchResult } from './support/bench';
import { findDigits } from './support/digits';
import { choicesSetting } from './support/settings';

const studies = ['reference', 'pytorch', 'burda', 'pythae', 'disentanglement', 'text'] as const;
type StudyName = (typeof studies)[number];

/**
 * Published figures beside ours. Runs, and what was measured of them, are kept in a folder: called again the bench goes on from there.
 * By `--long` all that was published; else what takes a few minutes.
 */
export const run: Bench = async ({ log, chosen = [], isLong = false, out }) => {
  const names = chosen.length > 0 ? chosenStudies(chosen) : choicesSetting('LATENT_LENS_PAPERS', studies);
  const folder = out ?? join(projectRoot, '.latent-lens', isLong ? 'papers' : 'papers-short');
  const data = process.env.LATENT_LENS_DATA || join(projectRoot, '..', 'shared', 'data');
  const digits = await findDigits();
  try {
    const all: Readonly<Record<StudyName, Study>> = {
      reference: reference({ mnist: join(data, 'mnist'), 'fashion-mnist': join(data, 'fashion-mnist') }),
      pytorch: pytorch(digits),
      burda: burda(digits),
      pythae: pythae(digits),
      disentanglement: disentanglement(),
      text: text(join(data, 'darwin-text', 'darwin.txt')),
    };
    return await compareAll(
      names.map((name) => all[name]),
      { folder, isLong, log },
    );
  } finally {
    await digits.dispose();
  }
};

/** @throws Error that names what there is */
export function chosenStudies(chosen: readonly string[]): readonly StudyName[] {
  return chosen.map((asked) => {
    const study = studies.find((name) => name === asked);
    if (!study) throw new Error(`There is no paper ${asked}: give some of ${studies.join(', ')}.`);
    return study;
  });
}

export async function compareAll(
  chosen: readonly Study[],
  { folder, isLong, log }: { readonly folder: string; readonly isLong: boolean; readonly log: (line: string) => void },
): Promise<BenchResult> {
  const comparisons: Comparison[] = [];
  const notes: string[] = [`Runs and what was measured of them are in ${folder}.`];
  const runs = new Runs(folder, log);
  const found = (comparison: Comparison) => {
    comparisons.push(comparison);
    log(Object.values(rowOf(comparison)).join('  '));
  };
  for (const study of chosen) notes.push(...(await study({ runs, isLong, log, found })));
  return { rows: comparisons.map(rowOf), figures: Object.fromEntries(comparisons.flatMap(figuresOf)), notes };
}

function figuresOf({ paper, setting, measure, published, ours, error, epochs }: Comparison) {
  const name = [paper, setting, measure, ...(epochs === null ? [] : [`${epochs} epochs`])].join(', ');
  return [
    [name, ours],
    [`${name}, error`, error],
    [`${name}, published`, published],
  ] as const;
}
