import { fieldName } from '../../src/protocol/field-words';
import { fieldOf } from '../../src/protocol/fields';
import { planTraining } from '../../src/protocol/training-plan';
import { textButton } from '../controls';
import { h, setText } from '../dom';
import { t, translate } from '../l10n';
import { configOf, type PageState, type PageView, problemsIn } from './page-state';

interface ActionsOptions {
  readonly state: { get(): PageState };
  onTrain(): void;
  onSave(): void;
  onFindRate(): void;
  /** Goes to the setting that is wrong. */
  onProblem(key: string): void;
}

/** Always in sight: whether all is well, saving, and training. */
export function createActionsBar({ state, onTrain, onSave, onFindRate, onProblem }: ActionsOptions): PageView {
  const status = h('span', { class: 'configure-status', role: 'status', testid: 'status' });
  const first = h('button', {
    type: 'button',
    class: 'link',
    testid: 'first-problem',
    on: {
      click: () => {
        const [problem] = problemsIn(state.get());
        if (problem) onProblem(problem.key);
      },
    },
  });
  const save = textButton({ label: t('Save as…'), testid: 'save', onClick: onSave });
  save.element.title = t('Save as NAME.latent.json, to train it again or to share it');
  const rate = textButton({ label: t('Find learning rate…'), testid: 'find-rate', onClick: onFindRate });
  rate.element.title = t('Trains a fresh model with rising rates, and suggests one. Nothing is written.');
  const train = textButton({ label: t('Train'), testid: 'train', appearance: 'primary', onClick: onTrain });
  train.element.title = t('Train (Ctrl+Enter)');
  return {
    element: h(
      'footer',
      { class: 'configure-actions' },
      h('div', { class: 'configure-state' }, status, first),
      h('div', { class: 'configure-buttons' }, rate.element, save.element, train.element),
    ),
    update() {
      const now = state.get();
      const problems = problemsIn(now);
      setText(status, statusOf(now, problems.length));
      first.hidden = problems.length === 0;
      const [problem] = problems;
      if (problem) setText(first, t('Go to {0}', translate(fieldName(fieldOf(problem.key)))));
      train.setLabel(now.isStarting ? t('Starting…') : t('Train'));
      train.setDisabled(now.isStarting);
      rate.setDisabled(now.isFinding);
    },
  };
}

function statusOf(state: PageState, problems: number): string {
  if (problems === 1) return t('One setting is to be corrected.');
  if (problems > 1) return t('{0} settings are to be corrected.', problems);
  if (state.isReading || !state.summary) return t('The data are being read…');
  const { training, data } = configOf(state);
  const { steps } = planTraining(training, state.summary, data);
  return t('Ready: {0} epochs, {1} steps.', training.epochs, steps);
}
