import type { WeightsChoice } from '../src/protocol/run';
import { dropdown } from './controls';
import { h } from './dom';
import { t } from './l10n';
import type { Panel } from './panel';
import { withRun } from './session';

/** Which weights the panel shows the model by, where a run keeps the best beside the newest. */
export function createWeightsChoice(panel: Panel): HTMLElement {
  const { host, session } = panel;
  const element = h('div', { class: 'weights-choice', testid: 'weights-choice' });
  const draw = () => {
    const { weights, history, status } = session.get();
    element.hidden = weights.best === null || status === 'running';
    if (weights.best === null) return;
    const options: { value: WeightsChoice; label: string }[] = [
      { value: 'best', label: t('best, epoch {0}', weights.best) },
      { value: 'newest', label: t('newest, epoch {0}', history.at(-1)?.epoch ?? weights.epoch) },
    ];
    const control = dropdown({
      label: t('Weights'),
      testid: 'weights',
      options,
      value: weights.choice,
      onChange: (choice) => void use(choice as WeightsChoice),
    });
    element.replaceChildren(control.element);
  };
  const use = async (choice: WeightsChoice) => {
    try {
      session.set(withRun(session.get(), await host.call('useWeights', { choice })));
    } catch (error) {
      draw();
      panel.fail(error);
    }
  };
  session.changed((state) => state.weights, draw);
  session.watch((state) => state.status, draw);
  return element;
}
