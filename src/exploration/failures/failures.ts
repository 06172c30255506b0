import type { FoundNeighbours } from '../../layout/nearest-neighbours';
import type { ColumnInfo, ColumnValues, Quantity } from '../../protocol/data';
import { UserError } from '../../protocol/errors';
import {
  type Failure,
  type FailureAbsence,
  type FailureKind,
  type FailureList,
  type FailureMethods,
  type Failures,
  failureKinds,
} from '../../protocol/failures';
import { breathe } from '../../training/breathe';
import type { ExploredRun } from '../explored-run';
import { inputsOf } from '../inputs';
import type { Codes } from '../projection';
import { firstEqual, type NearDuplicates, nearDuplicates } from './duplicates';
import { outerFence, quartilesOf, standardised } from './far-out';
import { generalisationGap } from './generalisation-gap';
import { labelIssues, learnable } from './label-issues';

/** Distances below this share of the usual one are those of near duplicates: of real data hardly any others are as small. */
const nearShare = 0.25;
/** Probabilities that memory holds. */
const mostProbabilities = 5e7;

/** What is computed of a run for its columns, and for failures. */
export interface ComputedColumns {
  readonly infos: readonly ColumnInfo[];
  /** The classes of its examples. */
  readonly label: ColumnValues | undefined;
  get(name: string, wanted: { epoch?: number | null }, signal?: AbortSignal): Promise<ColumnValues>;
  nearest(codes: Codes, signal?: AbortSignal): Promise<FoundNeighbours>;
}

/** A failure by its place alone. */
type Found = Pick<Failure, 'index' | 'score' | 'isLikely' | 'other' | 'given' | 'likely'>;
/** All that are found, the worst first; or why there are none. */
type Finding = { readonly found: readonly Found[]; readonly unjudged?: number } | FailureAbsence;

/** Looks for what is wrong with the examples of a run. @throws UserError of data that are not there; the signal's reason */
export async function findFailures(
  run: ExploredRun,
  columns: ComputedColumns,
  { epoch = null, kinds = failureKinds, top }: Parameters<FailureMethods['failures']>[0],
  signal?: AbortSignal,
): Promise<Failures> {
  const { data, reviewed } = run;
  const { dataset, examples, problem } = data;
  // What is kept of the data has no file and no row any more.
  if (problem) throw new UserError(problem.code, problem.params);
  const ownExamples = examples - (dataset.summary.heldOut ?? 0);
  const rowOf = (index: number) =>
    index < ownExamples ? (dataset.origin?.(index) ?? dataset.stream?.placeOf(index) ?? index) : null;
  const { epoch: shown, codes } = await run.encodings(epoch);
  const search = new Search(run, columns, { epoch, codes, signal });
  const lists: FailureList[] = [];
  for (const kind of failureKinds.filter((each) => kinds.includes(each))) {
    const finding = await search.find(kind);
    if (typeof finding === 'string') {
      lists.push({ kind, absence: finding, likely: 0, failures: [] });
      continue;
    }
    const { unjudged } = finding;
    const found = finding.found.filter(({ index }) => !reviewed.has(rowOf(index) ?? -1));
    lists.push({
      kind,
      likely: found.filter(({ isLikely }) => isLikely).length,
      ...(unjudged !== undefined && { unjudged }),
      failures: found
        .slice(0, top)
        .map((each) => ({ ...each, row: rowOf(each.index), source: dataset.source(each.index) })),
    });
  }
  return { epoch: shown, lists };
}

/** One search through the examples of a run; what several kinds need is computed once. */
class Search {
  private near: Promise<NearDuplicates> | undefined;
  private first: Promise<Int32Array> | undefined;

  constructor(
    private readonly run: ExploredRun,
    private readonly columns: ComputedColumns,
    private readonly asked: {
      readonly epoch: number | null;
      readonly codes: Codes;
      readonly signal: AbortSignal | undefined;
    },
  ) {}

  find(kind: FailureKind): Promise<Finding> {
    switch (kind) {
      case 'reconstruction':
        return this.highest('reconstruction');
      case 'kl':
        return this.run.capabilities.kl ? this.highest('kl') : absent('noKl');
      case 'gap':
        return this.gap();
      case 'duplicate':
        return this.duplicates();
      case 'nearDuplicate':
        return this.nearDuplicates();
      case 'label':
        return this.labels();
      case 'support':
        return this.support();
    }
  }

  private async highest(quantity: Quantity): Promise<Finding> {
    return { found: farOut(await this.column(quantity)) };
  }

  private async gap(): Promise<Finding> {
    const { validation } = this.run.split;
    if (validation.length === 0) return 'noValidation';
    const reconstruction = await this.column('reconstruction');
    const kl = this.run.capabilities.kl ? await this.column('kl') : null;
    const losses = kl ? reconstruction.map((value, i) => value + kl[i]) : reconstruction;
    return { found: farOut(generalisationGap(losses, await this.neighbours(), validation)) };
  }

  /** Those with different labels first: one of both is wrong. */
  private async duplicates(): Promise<Finding> {
    const found = Array.from(await this.firstEqual(), (other, index) => ({ index, other }))
      .filter(({ index, other }) => other !== index)
      .map((each) => ({ ...each, score: 0, isLikely: true, ...this.conflict(each.index, each.other) }));
    return { found: found.sort((a, b) => Number('likely' in b) - Number('likely' in a) || a.index - b.index) };
  }

  /** Of two that are each other's, the later one. */
  private async nearDuplicates(): Promise<Finding> {
    if (this.run.data.examples < 3) return 'fewExamples';
    const { others, ratios } = await this.likest();
    const first = await this.firstEqual();
    const found = Array.from(ratios, (score, index) => ({ index, score, other: others[index], isLikely: true })).filter(
      ({ index, score, other }) =>
        score < nearShare && first[index] !== first[other] && !(others[other] === index && index < other),
    );
    return {
      found: found
        .sort((a, b) => a.score - b.score || a.index - b.index)
        .map((each) => ({ ...each, ...this.conflict(each.index, each.other) })),
    };
  }

  private async labels(): Promise<Finding> {
    const { label } = this.columns;
    if (!label) return 'noLabels';
    const { codes } = this.asked;
    const { labels, classes, unjudged } = learnable(codes, label.values);
    if (classes.length < 2) return 'fewLabels';
    if (labels.length * classes.length > mostProbabilities) return 'manyLabels';
    const neighbours = await this.neighbours();
    const { confidences, confident } = await labelIssues(codes, neighbours, labels, classes.length, this.breathe);
    const name = (at: number) => label.categories?.[classes[at]] ?? '';
    const found = Array.from(confidences, (score, index) => ({ index, score }))
      .filter(({ index }) => confident[index] !== labels[index])
      .sort((a, b) => a.score - b.score || a.index - b.index)
      .map((each) => ({
        ...each,
        isLikely: true,
        given: name(labels[each.index]),
        likely: name(confident[each.index]),
      }));
    return { found, unjudged };
  }

  private async support(): Promise<Finding> {
    if (this.run.data.examples < 3) return 'fewExamples';
    const hasDensity = this.columns.infos.some(({ quantity }) => quantity === 'logAggregate');
    const codes = hasDensity
      ? (await this.column('logAggregate')).map((value) => -value)
      : await this.column('density');
    const { distances } = await this.likest();
    const [byCode, byInput] = [standardised(codes), standardised(distances)];
    return { found: farOut(byCode.map((value, i) => Math.max(value, byInput[i]))) };
  }

  private async column(quantity: Quantity): Promise<Float32Array> {
    const info = this.columns.infos.find((column) => column.quantity === quantity);
    if (!info) throw new UserError('run.noColumn', { column: quantity });
    const { epoch, signal } = this.asked;
    return (await this.columns.get(info.name, { epoch }, signal)).values;
  }

  private neighbours(): Promise<FoundNeighbours> {
    return this.columns.nearest(this.asked.codes, this.asked.signal);
  }

  private likest(): Promise<NearDuplicates> {
    this.near ??= this.neighbours().then((neighbours) =>
      nearDuplicates(inputsOf(this.run.data.dataset), neighbours, this.breathe),
    );
    return this.near;
  }

  private firstEqual(): Promise<Int32Array> {
    this.first ??= firstEqual(inputsOf(this.run.data.dataset), this.breathe);
    return this.first;
  }

  private readonly breathe = async () => {
    this.asked.signal?.throwIfAborted();
    await breathe();
  };

  /** The labels of two examples that should have the same, where they have not. */
  private conflict(index: number, other: number): Pick<Found, 'given' | 'likely'> {
    const { label } = this.columns;
    const [given, likely] = [index, other].map((at) => label?.categories?.[label.values[at]]);
    return given === likely || given === undefined || likely === undefined ? {} : { given, likely };
  }
}

async function absent(why: FailureAbsence): Promise<Finding> {
  return why;
}

/** All that have a score, the highest first; likely are those that are far out. */
function farOut(scores: Float32Array): readonly Found[] {
  const usual = quartilesOf(scores);
  const fence = usual ? outerFence(usual) : Number.NaN;
  return Array.from(scores, (score, index) => ({ index, score, isLikely: score > fence }))
    .filter(({ score }) => !Number.isNaN(score))
    .sort((a, b) => b.score - a.score || a.index - b.index);
}
