import { latentName } from './column-names';
import { t } from './l10n';
import { alignmentOf } from './layouts/chosen-layout';
import type { Panel } from './panel';

/** Makes a latent dimension the first axis, before those that are shown. */
export function chooseAxis({ session, view }: Panel, dimension: number): void {
  const { latent } = session.get().run.record.config.model;
  const { cursor, projection: current } = view.get();
  const before = current?.kind === 'axes' ? current.axes : [0, 1, 2];
  const [second = -1, third = -1] = before.filter((axis) => axis !== dimension && axis < latent);
  view.change(t('{0} as an axis', latentName(dimension)), {
    // A plane stays one.
    projection: { kind: 'axes', axes: [dimension, second, before[2] < 0 ? -1 : third], ...alignmentOf(current) },
    // A place of one layout means nothing in another.
    cursor: { ...cursor, position: null },
  });
}
