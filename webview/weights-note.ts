import { h } from './dom';
import { icon } from './icons';
import { t } from './l10n';
import type { Panel } from './panel';
import { weightsEpoch } from './weights-epoch';

export interface WeightsNote {
  readonly element: HTMLElement;
  /** What it stands beside is of the weights after this epoch; null: of none. */
  show(epoch: number | null): void;
}

/**
 * Says of what the model made after which epoch its weights are, and warns while the points on show are those of other
 * weights: a run may keep the codes of an epoch alone, and a training that was stopped within one has weights beyond its codes.
 */
export function createWeightsNote({ ui, view, session }: Panel): WeightsNote {
  const element = h('p', { class: 'weights-note', testid: 'weights-note' });
  let weights: number | null = null;
  const draw = () => {
    element.hidden = weights === null;
    if (weights === null) return;
    const epoch = view.get().epoch ?? weights;
    const { page } = ui.get();
    const inUse = session.get().weights;
    const steps = inUse.epoch === weights ? inUse.steps : 0;
    const differs = (epoch !== weights || steps > 0) && page === 'space';
    element.classList.toggle('differs', differs);
    element.dataset.epoch = String(weights);
    const own = weightsInWords(weights, steps);
    // The answer by those of the epoch may be on its way.
    const isKept = epoch === weights || weightsEpoch({ session, view }) === epoch;
    const words = !differs
      ? own
      : !isKept
        ? t('{0}; the points are of epoch {1}, whose weights are not kept', own, epoch)
        : t('{0}; the points are of epoch {1}', own, epoch);
    element.replaceChildren(...(differs ? [icon('warning')] : []), h('span', {}, words));
    element.title = words;
  };
  view.watch((state) => state.epoch, draw);
  ui.changed((state) => state.page, draw);
  session.changed((state) => state.weights, draw);
  return {
    element,
    show(epoch) {
      weights = epoch;
      draw();
    },
  };
}

export function weightsInWords(epoch: number, steps = 0): string {
  if (steps > 0) return t('Weights after epoch {0} and {1} steps more', epoch, steps);
  return epoch === 0 ? t('Weights before training') : t('Weights after epoch {0}', epoch);
}
