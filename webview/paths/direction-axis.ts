import type { DirectionAxis } from '../../src/protocol/direction-axis';
import { defaultProjection } from '../../src/protocol/projection';
import { t } from '../l10n';
import { alignmentOf, directionOf } from '../layouts/chosen-layout';
import { checkbox } from '../native-controls';
import type { Panel } from '../panel';

/** Shows the points along a direction: it is the first axis, and the others are of what is orthogonal to it. */
export function createDirectionAxis({ session, view }: Panel, current: () => DirectionAxis | null) {
  const { latent } = session.get().run.record.config.model;
  const { element, input } = checkbox(t('Show as the first axis'), 'direction-axis', false);
  const refresh = () => {
    const direction = current();
    element.hidden = latent < 2 || direction === null;
    input.checked = direction !== null && directionOf(view.get().projection)?.name === direction.name;
  };
  input.addEventListener('change', () => {
    const direction = current();
    const { cursor, projection } = view.get();
    // A place of one layout means nothing in another.
    const away = { ...cursor, position: null };
    if (input.checked && direction) {
      const along = { ...direction, vector: [...direction.vector] };
      view.change(t('{0} as an axis', direction.name), {
        projection: { kind: 'pca', along, ...alignmentOf(projection) },
        cursor: away,
      });
    } else {
      view.change(t('lay the points out by themselves'), {
        projection: { ...defaultProjection(latent), ...alignmentOf(projection) },
        cursor: away,
      });
    }
  });
  view.watch((state) => state.projection, refresh);
  return { element, refresh };
}
