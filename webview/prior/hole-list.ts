import type { Holes } from '../../src/protocol/prior-fit';
import { h } from '../dom';
import { thumbnail } from '../example-view';
import { t } from '../l10n';
import { formatNats, formatPercent } from '../numbers';
import type { Panel } from '../panel';
import type { PointsView } from '../scene/points-view';

/** What the decoder makes of each hole, the largest first. A click goes there, and puts the cursor into it. */
export function createHoleList(
  { view }: Panel,
  points: Pick<PointsView, 'lookAt'>,
  { shares, positions, logPriors, logPosteriors, decoded }: Holes,
): readonly HTMLElement[] {
  if (shares.length === 0) return [h('p', { class: 'hint' }, t('No hole was found.'))];
  const holes = Array.from(shares, (share, hole) => {
    const [x, y, z] = positions.subarray(3 * hole, 3 * hole + 3);
    const words = t(
      'Hole {0}: {1} of the prior’s draws. log p(z) = {2}, log q(z) = {3} nats',
      hole + 1,
      formatPercent(share),
      formatNats(logPriors[hole]),
      formatNats(logPosteriors[hole]),
    );
    return h(
      'button',
      {
        type: 'button',
        class: 'hole',
        testid: `hole-${hole}`,
        title: words,
        'aria-label': words,
        on: {
          click: () => {
            view.change(t('go to a hole of the prior'), { cursor: { on: true, position: [x, y, z] } });
            points.lookAt([x, y, z]);
          },
        },
      },
      thumbnail(decoded, hole, ''),
      h('span', {}, formatPercent(share)),
    );
  });
  return [
    h('h3', {}, t('Holes, and what is decoded there')),
    h('div', { class: 'hole-list', testid: 'holes' }, ...holes),
  ];
}
