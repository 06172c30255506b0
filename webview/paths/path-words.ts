import { capabilitiesOf } from '../../src/protocol/capabilities';
import { priorOf } from '../../src/protocol/composition';
import type { ModelConfig } from '../../src/protocol/config';
import type { PathKind } from '../../src/protocol/paths';
import { paletteColour } from '../colour/category-palette';
import type { Tone } from '../colouring';
import { t } from '../l10n';
import type { Rgb } from '../scene/colours';

/** Places of the palette, four that can be told apart also by red- and green-blind eyes. */
const colours: Readonly<Record<PathKind, number>> = { straight: 0, spherical: 1, graph: 2, geodesic: 6 };

export function pathColour(kind: PathKind, tone: Tone): Rgb {
  return paletteColour(colours[kind], tone);
}

export function pathName(kind: PathKind): string {
  switch (kind) {
    case 'straight':
      return t('Straight');
    case 'spherical':
      return t('Spherical');
    case 'graph':
      return t('Through neighbours');
    case 'geodesic':
      return t('Geodesic');
  }
}

export function pathMeaning(kind: PathKind): string {
  switch (kind) {
    case 'straight':
      return t('(1 − t) a + t b');
    case 'spherical':
      return t('Along the arc about 0, in one plane: all as far from 0 as draws of N(0, I) are');
    case 'graph':
      return t('The shortest way over the codes of examples, each joined with its 15 nearest');
    case 'geodesic':
      return t('The way on which what is decoded changes least: of least energy in the metric of the decoder');
  }
}

/** What speaks against a path for this model; null: nothing. */
export function pathDoubt(kind: PathKind, model: ModelConfig): string | null {
  if (kind !== 'spherical') return null;
  if (!capabilitiesOf(model).prior)
    return t(
      'A plain autoencoder has no prior: nothing draws its codes to a sphere about 0, so that this arc is one way among others.',
    );
  if (priorOf(model).name !== 'standard')
    return t('The prior of this model is not N(0, I): its draws need not lie on a sphere about 0.');
  return null;
}
