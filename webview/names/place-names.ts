import type { ColumnInfo, ColumnValues } from '../../src/protocol/data';
import { colourChoice } from '../colour/chosen-colours';
import { colourBy, cssColour } from '../colouring';
import { isOfModel } from '../column-cache';
import { analyse } from '../density/analysis-thread';
import { type Clusters, noCluster } from '../density/clusters';
import { oncePerFrame } from '../dom';
import { t } from '../l10n';
import { Latest } from '../latest';
import type { Panel } from '../panel';
import type { PointsView } from '../scene/points-view';
import { type Combine, combine } from '../selection/combine';
import { type ColourOf, type NamedPlace, namedCategories, namedClusters } from './named-places';
import { typicalWords } from './typical-words';

export interface PlaceNames {
  /** Other points are shown, or elsewhere. */
  placed(): void;
  /** Selects the examples of a name, by its number. */
  choose(number: number, how: Combine): void;
}

/** Of so many clusters, the largest, so many texts each are read for their words, a page at a time. */
const clustersRead = 20;
const textsRead = 40;
const page = 100;

/** Keeps the names in the space at what is shown: of the categories of a column, or of clusters. */
export function createPlaceNames(panel: Panel, points: PointsView): PlaceNames {
  const { columns, examples, session, shown, theme, view } = panel;
  const { data } = session.get().run.record;
  let names: readonly NamedPlace[] = [];
  const show = (next: readonly NamedPlace[]) => {
    if (names.length === 0 && next.length === 0) return;
    names = next;
    points.update({ names });
  };

  /** The categories that name places: those that the points are coloured by, or the label. */
  const naming = (): ColumnInfo | null => {
    const isNaming = (info: ColumnInfo | undefined) => info?.type === 'category' && !isOfModel(info);
    const [colour, label] = [columns.info(view.get().colour), columns.labelInfo()];
    return (isNaming(colour) ? colour : isNaming(label) ? label : null) ?? null;
  };
  const column = async (): Promise<ColumnValues | null> => {
    const info = naming();
    return info ? columns.get(info.name) : null;
  };

  const coloursOf = (named: ColumnValues | null): ColourOf => {
    const chosen = view.get();
    if (!named || named.name !== chosen.colour) return () => null;
    const { legend } = colourBy(named, theme.get().tone, colourChoice(chosen, named.name));
    const entries = legend.kind === 'categories' ? legend.entries : [];
    const colours = new Map(entries.map(({ code, colour }) => [code, cssColour(colour)]));
    return (code) => colours.get(code) ?? null;
  };

  const answers = new Latest(
    async (_: null) => {
      const by = view.get().names;
      if (by === 'none' || points.scatter.shown.length === 0) return [];
      const named = await column();
      const { examples: passing } = shown.get();
      const colourOf = coloursOf(named);
      const { scatter } = points;
      if (by === 'categories' && named) {
        const places = await analyse('groups', { scatter, groups: named.values });
        return namedCategories(named, places, passing, colourOf);
      }
      const clusters = await analyse('clusters', { scatter });
      const words = !named && data.kind === 'text' ? await wordsOf(clusters) : [];
      return namedClusters(clusters, passing, { column: named, words, colourOf });
    },
    show,
    panel.fail,
  );

  async function wordsOf({ clusters, of }: Clusters): Promise<readonly (readonly string[])[]> {
    const members = spreadMembers(of, Math.min(clusters.length, clustersRead));
    const wanted = members.flat();
    const texts = new Map<number, string>();
    for (let at = 0; at < wanted.length; at += page) {
      const indices = wanted.slice(at, at + page);
      const read = await examples.get(indices);
      for (const [position, example] of read.entries()) {
        if (example.kind === 'text') texts.set(indices[position], example.texts[0]);
      }
    }
    return typicalWords(members.map((indices) => indices.flatMap((index) => texts.get(index) ?? [])));
  }

  const refresh = oncePerFrame(() => answers.ask(null));
  view.changed((state) => state.names, refresh);
  view.changed((state) => state.colour, refresh);
  view.changed((state) => state.ownColours, refresh);
  theme.changed((state) => state.tone, refresh);
  return {
    placed() {
      if (view.get().names !== 'none') refresh();
    },
    choose(number, how) {
      const name = names[number];
      if (!name) return;
      view.change(t('select {0}', name.text), { selection: combine(view.get().selection, name.examples(), how) });
    },
  };
}

/** Up to `textsRead` examples of each of the first clusters, evenly spread over it. */
function spreadMembers(of: Uint16Array, count: number): readonly (readonly number[])[] {
  const all: number[][] = Array.from({ length: count }, () => []);
  for (let index = 0; index < of.length; index++) if (of[index] !== noCluster) all[of[index]]?.push(index);
  return all.map((members) => {
    const taken = Math.min(textsRead, members.length);
    return Array.from({ length: taken }, (_, i) => members[Math.floor((i * members.length) / taken)]);
  });
}
