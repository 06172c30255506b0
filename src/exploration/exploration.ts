import type { Dataset } from '../dataset';
import type { ShownAxesMethods } from '../protocol/compare';
import type { ColumnInfo } from '../protocol/data';
import type { GivenInspection, GivenParams } from '../protocol/given';
import type { InputNeighbours } from '../protocol/input-neighbours';
import type { ExplorationMethods } from '../protocol/trainer';
import type { Answers } from './answers/answers';
import { codeAnswers } from './answers/code-answers';
import { comparingAnswers, shownAxes } from './answers/comparing-answers';
import { discreteAnswers } from './answers/discrete-answers';
import { epochAnswers } from './answers/epoch-answers';
import { exampleAnswers } from './answers/example-answers';
import { givenAnswer } from './answers/given-answer';
import { nearestInputsOf, neighbourAnswers } from './answers/neighbour-answers';
import { pathAnswers } from './answers/path-answers';
import { posteriorAnswers } from './answers/posterior-answers';
import { ExplorationContext } from './exploration-context';
import type { ExploredRun } from './explored-run';

/** Answers what can be asked of a trained, or training, model and its data. */
export class Exploration {
  readonly answers: Answers<Exclude<keyof ExplorationMethods, 'encodeGiven' | 'nearestInputsOfGiven'>>;
  private readonly context: ExplorationContext;

  constructor(run: ExploredRun) {
    const context = new ExplorationContext(run);
    this.context = context;
    this.answers = {
      ...exampleAnswers(context),
      ...codeAnswers(context),
      ...neighbourAnswers(context),
      ...posteriorAnswers(context),
      ...pathAnswers(context),
      ...comparingAnswers(context),
      ...epochAnswers(context),
      ...discreteAnswers(context),
    };
  }

  /** The columns that points can be coloured by. */
  get columns(): readonly ColumnInfo[] {
    return this.context.columns.infos;
  }

  /** To be called when the weights have changed: what was computed from them no longer holds. */
  weightsChanged(): void {
    this.context.columns.weightsChanged();
  }

  /** An example of the data's encoding that is none of them: the first of `given`. */
  given(given: Dataset, params: Omit<GivenParams, 'content'>): Promise<GivenInspection> {
    return givenAnswer(this.context, given, params);
  }

  /** The examples nearest in the data to the first of `given`. */
  nearestInputsOf(given: Dataset): InputNeighbours {
    return nearestInputsOf(this.context, given);
  }

  /** How the codes of an epoch are shown unless asked otherwise; null is the newest. */
  shownAxes(epoch: number | null): Promise<ReturnType<ShownAxesMethods['shownAxes']>> {
    return shownAxes(this.context, epoch);
  }
}
