import type { RunConfig } from '../../src/protocol/config';
import type { EpochMetrics } from '../../src/protocol/run';
import { h } from '../dom';
import { t } from '../l10n';
import { formatNats, formatValue } from '../numbers';

export interface Facts {
  readonly element: HTMLElement;
  /** Of the newest epoch, where there is one. */
  show(newest: EpochMetrics | undefined): void;
}

/** How well the model does, in a line of numbers. */
export function createFacts(config: RunConfig): Facts {
  const element = h('div', { class: 'curve-facts', testid: 'elbo' });
  return {
    element,
    show(newest) {
      element.hidden = newest === undefined;
      element.replaceChildren(...(newest ? factsOf(newest, config) : []));
    },
  };
}

function factsOf(newest: EpochMetrics, config: RunConfig): readonly HTMLElement[] {
  const active = fact(
    t('Active units'),
    `${newest.activeUnits}/${config.model.latent}`,
    t('Latent dimensions whose posterior mean varies with the example (variance above 0.01)'),
  );
  if (newest.elbo === null) {
    const validation = newest.validation ? [fact(t('validation'), formatNats(newest.validation.loss))] : [];
    return [fact(t('Loss'), formatNats(newest.loss)), ...validation, active];
  }
  const facts = [
    fact(t('ELBO'), formatNats(newest.elbo), t('Evidence lower bound of the training examples, nats per example')),
  ];
  if (newest.validation?.elbo != null) {
    const title = t('Evidence lower bound of the validation examples, nats per example');
    facts.push(fact(t('validation'), formatNats(newest.validation.elbo), title));
  }
  return [...facts, active, ...betaFact(newest.beta, config.objective)];
}

/** While the KL is warmed up, its weight in training; afterwards where it is not 1. */
function betaFact(now: number, { beta, warmUpEpochs }: RunConfig['objective']): readonly HTMLElement[] {
  if (now < beta) {
    const title = t(
      'The weight of the KL in training rises to {0} over {1} epochs. The curves show training and validation at {0}.',
      formatValue(beta),
      formatValue(warmUpEpochs),
    );
    return [fact(t('Beta'), t('{0} of {1}', formatValue(now), formatValue(beta)), title)];
  }
  return beta === 1 ? [] : [fact(t('Beta'), formatValue(beta), t('The weight of the KL in the loss'))];
}

function fact(name: string, value: string, title?: string): HTMLElement {
  return h('span', { class: 'fact', title }, h('span', { class: 'fact-name' }, name), h('b', {}, value));
}
