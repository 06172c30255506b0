import type { Inspection } from '../../src/protocol/trainer';
import { h } from '../dom';
import { t } from '../l10n';
import { formatNats } from '../numbers';

export interface Elbo {
  readonly element: HTMLElement;
  show(inspection: Inspection): void;
}

/** The example's ELBO and its two parts, or an autoencoder's reconstruction error alone. */
export function createElbo(): Elbo {
  const element = h('section', { class: 'elbo', testid: 'inspector-elbo' });
  return {
    element,
    show({ losses, samples }) {
      const { elbo, reconstruction, kl } = losses;
      if (elbo === null) {
        element.replaceChildren(h('h3', {}, t('Reconstruction error')), number(reconstruction));
        return;
      }
      const parts = [
        { name: t('Reconstruction'), value: reconstruction, className: 'part-reconstruction' },
        { name: t('KL'), value: kl, className: 'part-kl' },
      ];
      const bar = h(
        'div',
        { class: 'elbo-bar', 'aria-hidden': 'true' },
        ...parts.map(({ value, className }) => {
          const part = h('span', { class: className });
          part.style.flexGrow = String(Math.max(0, value));
          return part;
        }),
      );
      const legend = parts.map(({ name, value, className }) =>
        h(
          'span',
          { class: 'elbo-part' },
          h('span', { class: `swatch ${className}`, 'aria-hidden': 'true' }),
          t('{0} {1}', name, formatNats(value)),
        ),
      );
      element.replaceChildren(
        h('h3', {}, t('ELBO')),
        number(elbo),
        // A negative reconstruction term (a density above 1) has no share in a stack.
        ...(reconstruction >= 0 ? [bar] : []),
        h('p', { class: 'elbo-parts' }, ...legend),
        h(
          'p',
          { class: 'hint' },
          samples === 0
            ? t('−(reconstruction + KL), at the mean of the posterior')
            : t('−(reconstruction + KL), over {0} draws of z', samples),
        ),
      );
    },
  };
}

function number(value: number): HTMLElement {
  return h('p', { class: 'big-number' }, formatNats(value), h('span', { class: 'unit' }, ` ${t('nats')}`));
}
