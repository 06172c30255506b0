import type { FirstAnswer, PanelMethods } from '../src/protocol/panel';

/** What the host has answered before it was asked. Each answer is good for the first time that its question is asked. */
export class FirstAnswers {
  private left: readonly FirstAnswer[] = [];

  give(answers: readonly FirstAnswer[]): void {
    this.left = answers;
  }

  /** The answer to a question, if it is here. */
  take(method: keyof PanelMethods, params: unknown): FirstAnswer | undefined {
    const asked = JSON.stringify(params);
    const first = this.left.find((answer) => answer.method === method && JSON.stringify(answer.params) === asked);
    this.left = this.left.filter((answer) => answer !== first);
    return first;
  }
}
