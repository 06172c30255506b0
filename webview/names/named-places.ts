import type { ColumnValues } from '../../src/protocol/data';
import { categoryTitle } from '../column-names';
import { Bits } from '../data/bits';
import { byCategory } from '../data/by-category';
import type { Clusters, GroupPlace } from '../density/clusters';
import { t } from '../l10n';
import { formatInteger, formatPercent } from '../numbers';
import type { PlaceName } from '../scene/names/name-places';
import { typicalCategories } from './typical-category';

/** A name in the space, and the examples that it is the name of. */
export interface NamedPlace extends PlaceName {
  examples(): Bits;
}

/** The colour of the points of a category, for CSS; null where the points are not coloured by the column. */
export type ColourOf = (code: number) => string | null;

/** Those of the largest categories, where each is densest. */
export function namedCategories(
  column: ColumnValues,
  places: readonly GroupPlace[],
  shown: Bits | null,
  colourOf: ColourOf,
): readonly NamedPlace[] {
  return places.map(({ group, place, size }) => {
    const title = categoryTitle(column, column.categories?.[group]);
    return {
      text: title,
      description: t('{0}: {1} points', title, size),
      place,
      colour: colourOf(group),
      examples: () =>
        among(
          byCategory(column, (code) => code === group),
          shown,
        ),
    };
  });
}

/** Those of clusters, by what is typical of them: a category, words, or only how many points they are. */
export function namedClusters(
  { clusters, of }: Clusters,
  shown: Bits | null,
  {
    column,
    words,
    colourOf,
  }: {
    readonly column: ColumnValues | null;
    readonly words: readonly (readonly string[])[];
    readonly colourOf: ColourOf;
  },
): readonly NamedPlace[] {
  const isShown = (index: number) => shown?.has(index) ?? true;
  const typical = column ? typicalCategories(column, of, clusters.length, isShown) : [];
  return clusters.map(({ place, size }, number) => {
    const category = typical[number] ?? null;
    const found = words[number] ?? [];
    const name: Pick<NamedPlace, 'text' | 'description'> =
      found.length > 0 ? byWords(found, size) : column && category ? byShare(column, category, size) : bySize(size);
    const colour = category && found.length === 0 ? colourOf(category.code) : null;
    return { ...name, place, colour, examples: () => Bits.where(of.length, (index) => of[index] === number) };
  });
}

function byShare(
  column: ColumnValues,
  { code, share, ofAll }: { readonly code: number; readonly share: number; readonly ofAll: number },
  size: number,
) {
  const title = categoryTitle(column, column.categories?.[code]);
  return {
    text: `${title} · ${formatPercent(share)}`,
    description: t('{0} points: {1} of them {2}, of all {3}', size, formatPercent(share), title, formatPercent(ofAll)),
  };
}

function byWords(words: readonly string[], size: number) {
  const list = words.join(', ');
  return { text: list, description: t('{0} points, typical words: {1}', size, list) };
}

function bySize(size: number) {
  const text = size === 1 ? t('1 point') : t('{0} points', formatInteger(size));
  return { text, description: text };
}

function among(examples: Bits, shown: Bits | null): Bits {
  return shown ? examples.and(shown) : examples;
}
