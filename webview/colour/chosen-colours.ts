import type { ColourChoice } from '../colouring';
import type { ViewDocument } from '../state/view-document';
import { type NumberScale, usualScale } from './number-scale';
import { parseColour } from './rgb';

type Chosen = Pick<ViewDocument, 'scales' | 'ownColours'>;

/** How the numbers of a column become colours. */
export function scaleOf({ scales }: Pick<Chosen, 'scales'>, column: string): NumberScale {
  return scales.find((scale) => scale.column === column) ?? usualScale;
}

/** With another scale of a column; without one where it is the usual one. */
export function withScale(
  { scales }: Pick<Chosen, 'scales'>,
  column: string,
  change: Partial<NumberScale>,
): ViewDocument['scales'] {
  const { column: _, ...present } = { column, ...scaleOf({ scales }, column) };
  const next = { ...present, ...change };
  const others = scales.filter((scale) => scale.column !== column);
  return JSON.stringify(next) === JSON.stringify(usualScale) ? others : [...others, { column, ...next }];
}

/** With a colour of its own for a category; null: that of the palette again. */
export function withOwnColour(
  { ownColours }: Pick<Chosen, 'ownColours'>,
  column: string,
  category: string,
  colour: string | null,
): ViewDocument['ownColours'] {
  const others = ownColours.filter((own) => own.column !== column || own.category !== category);
  return colour === null ? others : [...others, { column, category, colour }];
}

/** What has been chosen for a column. */
export function colourChoice(chosen: Chosen, column: string): ColourChoice {
  const own = chosen.ownColours.filter((entry) => entry.column === column);
  return {
    scale: scaleOf(chosen, column),
    own: new Map(own.map(({ category, colour }) => [category, parseColour(colour)])),
  };
}
