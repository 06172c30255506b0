import type { LatentFrame } from '../../src/protocol/trainer';
import { h, setText } from '../dom';
import { t } from '../l10n';
import { columnsOf, layoutOf } from '../layouts/chosen-layout';
import { formatInteger } from '../numbers';
import type { Panel } from '../panel';
import { countPlaceless } from './count-placeless';

export interface Placeless {
  readonly element: HTMLElement;
  show(frame: LatentFrame): void;
}

/**
 * Says how many of the points on show are nowhere: their codes are no finite numbers, as a model that diverged has them, or columns
 * that are axes lack their values.
 */
export function createPlaceless({ view }: Pick<Panel, 'view'>): Placeless {
  const element = h('p', { class: 'placeless overlay', role: 'status', testid: 'placeless' });
  element.hidden = true;
  return {
    element,
    show({ positions }) {
      const { projection } = view.get();
      const { none, all } = countPlaceless(positions, layoutOf(projection)?.of);
      element.hidden = none === 0;
      const numbers = [formatInteger(none), formatInteger(all)] as const;
      const words = columnsOf(projection)
        ? t('{0} of {1} examples have no place: they have no value in one of the columns.', ...numbers)
        : t(
            '{0} of {1} examples have no place: their codes are no finite numbers. Go to another epoch, or train again with a lower learning rate.',
            ...numbers,
          );
      setText(element, none === 0 ? '' : words);
    },
  };
}
