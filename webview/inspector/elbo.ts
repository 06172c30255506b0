import { elboTerms } from '../../src/protocol/terms';
import type { Inspection } from '../../src/protocol/trainer';
import { h } from '../dom';
import { t } from '../l10n';
import { formatNats } from '../numbers';
import { sumOfTerms, termLabel } from '../term-words';

export interface Elbo {
  readonly element: HTMLElement;
  show(inspection: Pick<Inspection, 'losses' | 'samples'>): void;
}

/** The example's ELBO and its parts, or an autoencoder's reconstruction error alone. */
export function createElbo(): Elbo {
  const element = h('section', { class: 'elbo', testid: 'inspector-elbo' });
  return {
    element,
    show({ losses: { elbo, terms }, samples }) {
      if (elbo === null) {
        element.replaceChildren(h('h3', {}, t('Reconstruction error')), number(terms.reconstruction));
        return;
      }
      const names = elboTerms(terms);
      const bar = h(
        'div',
        { class: 'elbo-bar', 'aria-hidden': 'true' },
        ...names.map((name) => {
          const part = h('span', { class: 'term-colour' });
          part.style.flexGrow = String(Math.max(0, terms[name]));
          return part;
        }),
      );
      const legend = names.map((name) =>
        h(
          'span',
          { class: 'elbo-part' },
          h('span', { class: 'swatch term-colour', 'aria-hidden': 'true' }),
          t('{0} {1}', termLabel(name), formatNats(terms[name])),
        ),
      );
      const sum = sumOfTerms(names);
      element.replaceChildren(
        h('h3', {}, t('ELBO')),
        number(elbo),
        // A negative term (a density above 1) has no share in a stack.
        ...(names.every((name) => terms[name] >= 0) ? [bar] : []),
        h('p', { class: 'elbo-parts' }, ...legend),
        h(
          'p',
          { class: 'hint' },
          samples === 0
            ? t('−({0}), at the mean of the posterior', sum)
            : t('−({0}), over {1} draws of z', sum, samples),
        ),
      );
    },
  };
}

function number(value: number): HTMLElement {
  return h('p', { class: 'big-number' }, formatNats(value), h('span', { class: 'unit' }, ` ${t('nats')}`));
}
