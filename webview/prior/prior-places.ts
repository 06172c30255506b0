import type { Holes, ImprobableRegions, PriorFit } from '../../src/protocol/prior-fit';
import { h } from '../dom';
import { thumbnail } from '../example-view';
import { t } from '../l10n';
import { formatNats, formatPercent } from '../numbers';
import type { Panel } from '../panel';
import type { PointsView } from '../scene/points-view';
import type { Spot } from '../scene/spots';

type Points = Pick<PointsView, 'lookAt' | 'lookAtExample' | 'update'>;

/** A place that is listed beside the points and marked among them. */
interface PriorPlace {
  readonly spot: Spot;
  /** All there is to say of it. */
  readonly words: string;
  readonly share: number;
  readonly picture: HTMLElement;
  readonly testid: string;
  /** Puts the cursor there, or pins what is there. */
  take(): void;
  /** Brings it into view. */
  look(): void;
}

export interface PriorPlaces {
  readonly element: HTMLElement;
  show(fit: PriorFit): void;
  /** In the space, too; or in the list alone. */
  mark(on: boolean): void;
  /** One was clicked in the space. */
  clicked(number: number): void;
}

/** Where the prior draws and no code lies, and the other way round: as lists of what is decoded there, and marked in the space. */
export function createPriorPlaces(panel: Panel, points: Points): PriorPlaces {
  const element = h('div', { class: 'prior-places' });
  let places: readonly PriorPlace[] = [];
  let buttons: readonly HTMLElement[] = [];
  let [marked, chosen] = [false, null as number | null];
  const draw = () => {
    const list = places.map(({ spot }) => spot);
    points.update({ spots: marked && list.length > 0 ? { list, chosen } : null });
    for (const [number, button] of buttons.entries()) {
      if (number === chosen) button.setAttribute('aria-current', 'true');
      else button.removeAttribute('aria-current');
    }
  };
  const choose = (number: number) => {
    chosen = number;
    draw();
    places[number].take();
    places[number].look();
  };
  return {
    element,
    show({ holes, improbable: { regions } }) {
      const [empty, unlikely] = [holePlaces(panel, points, holes), regionPlaces(panel, points, regions)];
      places = [...empty, ...unlikely];
      buttons = places.map((place, number) => placeButton(place, () => choose(number)));
      // Others are there now.
      chosen = null;
      element.replaceChildren(
        ...(empty.length === 0
          ? [h('p', { class: 'hint' }, t('No hole was found.'))]
          : [
              h('h3', {}, t('Holes, and what is decoded there')),
              h('p', { class: 'hint' }, t('Rings in the space, the larger the more is drawn there.')),
              h('div', { class: 'place-list', testid: 'holes' }, ...buttons.slice(0, empty.length)),
            ]),
        ...(unlikely.length === 0
          ? []
          : [
              h('h3', {}, t('Where codes lie that the prior hardly draws')),
              h('p', { class: 'hint' }, t('Squares in the space, the larger the more codes lie there.')),
              h('div', { class: 'place-list', testid: 'regions' }, ...buttons.slice(empty.length)),
            ]),
      );
      draw();
    },
    mark(on) {
      if (marked === on) return;
      marked = on;
      draw();
    },
    clicked(number) {
      choose(number);
      buttons[number].scrollIntoView({ block: 'nearest' });
      panel.announce(places[number].words);
    },
  };
}

function placeButton({ spot, words, share, picture, testid }: PriorPlace, go: () => void): HTMLElement {
  return h(
    'button',
    { type: 'button', class: 'prior-place', testid, title: words, 'aria-label': words, on: { click: go } },
    picture,
    h('span', {}, h('strong', {}, spot.sign), ` ${formatPercent(share)}`),
  );
}

/** The largest of them is 1. */
const weightsOf = (shares: Float64Array) => shares.map((share) => share / Math.max(...shares));

function holePlaces(
  { view, session }: Panel,
  points: Points,
  { shares, codes, positions, logPriors, logPosteriors, decoded }: Holes,
): readonly PriorPlace[] {
  const { latent } = session.get().run.record.config.model;
  const weights = weightsOf(shares);
  return Array.from(shares, (share, hole) => {
    const [x, y, z] = positions.subarray(3 * hole, 3 * hole + 3);
    return {
      spot: { at: [x, y, z], form: 'ring', weight: weights[hole], sign: String(hole + 1) },
      words: t(
        'Hole {0}: {1} of the prior’s draws. log p(z) = {2}, log q(z) = {3} nats',
        hole + 1,
        formatPercent(share),
        formatNats(logPriors[hole]),
        formatNats(logPosteriors[hole]),
      ),
      share,
      picture: thumbnail(decoded, hole, ''),
      testid: `hole-${hole}`,
      take: () => {
        const base = [...codes.subarray(hole * latent, (hole + 1) * latent)];
        view.change(t('go to a hole of the prior'), { cursor: { on: true, position: [x, y, z], base } });
      },
      look: () => points.lookAt([x, y, z]),
    };
  });
}

function regionPlaces(
  { view }: Panel,
  points: Points,
  { shares, examples, logPriors, logPosteriors, decoded }: ImprobableRegions,
): readonly PriorPlace[] {
  const weights = weightsOf(shares);
  return Array.from(shares, (share, region) => {
    const example = examples[region];
    // No more are told apart than there are letters.
    const sign = String.fromCharCode('A'.charCodeAt(0) + region);
    return {
      spot: { at: example, form: 'square', weight: weights[region], sign },
      words: t(
        'Region {0}: {1} of the codes, #{2} among them. log p(z) = {3}, log q(z) = {4} nats',
        sign,
        formatPercent(share),
        String(example),
        formatNats(logPriors[region]),
        formatNats(logPosteriors[region]),
      ),
      share,
      picture: thumbnail(decoded, region, ''),
      testid: `region-${region}`,
      take: () => view.change(t('pin example {0}', String(example)), { pinned: example }),
      look: () => points.lookAtExample(example),
    };
  });
}
