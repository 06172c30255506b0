import { adviceOn } from '../../src/advice/rules';
import type { Advice } from '../../src/protocol/advice';
import { h } from '../dom';
import { sentenceInWords, t } from '../l10n';
import type { Session } from '../session';

export interface NextSteps {
  readonly element: HTMLElement;
  /** @param isOpen Whether the curves are, which it is a part of. */
  show(session: Session, isOpen: boolean): void;
}

/** *What should I do next?* What the rules say of the curves; with measures they say more, in a report. */
export function createNextSteps(): NextSteps {
  const title = h('summary', {});
  const list = h('ul', {});
  const element = h('details', { class: 'next-steps', testid: 'next-steps' }, title, list);
  let shown = '';
  return {
    element,
    show({ run, status, history }, isOpen) {
      const { config, data, failure } = run.record;
      const { trainingExamples, validationExamples } = run;
      const evidence = { config, data, status, history, trainingExamples, validationExamples };
      const advice = history.length > 0 ? adviceOn({ ...evidence, ...(failure && { failure }) }) : [];
      element.hidden = !isOpen || advice.length === 0;
      // A list that is read meanwhile stays as it is until it says something else.
      const said = JSON.stringify(advice);
      if (said === shown) return;
      shown = said;
      title.textContent = t('What should I do next? ({0})', advice.length);
      list.replaceChildren(...advice.map(itemOf));
    },
  };
}

function itemOf({ rule, sentence, why, changes, source }: Advice): HTMLElement {
  const settings = changes.map(({ setting, from, to }) =>
    h('li', {}, h('code', {}, setting), ' ', t('{0} instead of {1}', to, from)),
  );
  return h(
    'li',
    { testid: `advice-${rule}` },
    h('b', {}, sentenceInWords(sentence).text),
    ' ',
    sentenceInWords(why).text,
    ...(settings.length > 0 ? [h('ul', {}, ...settings)] : []),
    ...(source === undefined ? [] : [h('small', {}, source)]),
  );
}
