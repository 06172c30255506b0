import { dropdown, iconButton } from '../controls';
import { analyse } from '../density/analysis-thread';
import { oncePerFrame } from '../dom';
import type { Images } from '../images';
import { t } from '../l10n';
import { Latest } from '../latest';
import { createPlaceNames, type PlaceNames } from '../names/place-names';
import type { Panel } from '../panel';
import type { PictureSource } from '../scene/pictures/picture-source';
import type { PointsView } from '../scene/points-view';
import type { ViewDocument } from '../state/view-document';

/** What may be shown over the points: names, how dense they are, pictures in their place. */
export interface OverPoints {
  readonly controls: readonly HTMLElement[];
  readonly placed: PlaceNames['placed'];
  readonly chooseName: PlaceNames['choose'];
}

export function createOverPoints(panel: Panel, points: PointsView): OverPoints {
  const names = createPlaceNames(panel, points);
  const density = followDensity(panel, points);
  const isOfImages = panel.session.get().run.record.data.kind === 'images';
  if (isOfImages) followPictures(panel, points);
  return {
    controls: [createNamesChoice(panel), ...createToggles(panel, isOfImages)],
    placed() {
      names.placed();
      density();
    },
    chooseName: names.choose,
  };
}

/** @returns Computes it anew, where it is on. */
function followDensity({ fail, view }: Panel, points: PointsView): () => void {
  const answers = new Latest(
    async (on: boolean) => (on ? analyse('density', { scatter: points.scatter }) : null),
    (density) => points.update({ density }),
    fail,
  );
  const refresh = oncePerFrame(() => answers.ask(view.get().density));
  view.watch((state) => state.density, refresh);
  return () => {
    if (view.get().density) refresh();
  };
}

function followPictures({ examples, fail, view }: Panel, points: PointsView): void {
  const source: PictureSource = async (indices) => {
    try {
      const found = await examples.get(indices);
      return found.filter((example): example is Images => example.kind === 'images');
    } catch (error) {
      fail(error);
      throw error;
    }
  };
  view.watch(
    (state) => state.pictures,
    (on) => points.update({ pictures: on ? source : null }),
  );
}

function createNamesChoice({ view }: Panel): HTMLElement {
  const words: Readonly<Record<ViewDocument['names'], string>> = {
    none: t('hide the names'),
    categories: t('name the categories'),
    clusters: t('name the clusters'),
  };
  const list = dropdown({
    label: t('Names'),
    testid: 'names',
    hideLabel: true,
    options: [
      { value: 'none', label: t('No names') },
      { value: 'categories', label: t('Categories') },
      { value: 'clusters', label: t('Clusters') },
    ],
    value: view.get().names,
    onChange: (value) => {
      const names = value === 'categories' || value === 'clusters' ? value : 'none';
      view.change(words[names], { names });
    },
  });
  view.changed(
    (state) => state.names,
    (names) => {
      list.value = names;
    },
  );
  return list.element;
}

function createToggles({ view }: Panel, isOfImages: boolean): readonly HTMLElement[] {
  const density = iconButton('density', {
    label: t('Density of the points'),
    testid: 'density-toggle',
    onClick: () => {
      const on = !view.get().density;
      view.change(on ? t('show the density') : t('hide the density'), { density: on });
    },
  });
  view.watch((state) => state.density, density.setPressed);
  if (!isOfImages) return [density.element];
  const pictures = iconButton('pictures', {
    label: t('Pictures in the place of points'),
    testid: 'pictures-toggle',
    onClick: () => {
      const on = !view.get().pictures;
      view.change(on ? t('show pictures') : t('hide the pictures'), { pictures: on });
    },
  });
  view.watch((state) => state.pictures, pictures.setPressed);
  return [density.element, pictures.element];
}
