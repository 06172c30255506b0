import type { DataSummary } from '../protocol/data';
import type { Translate } from './translate';

type Described = Pick<DataSummary, 'kind' | 'shape' | 'examples' | 'streamed' | 'symbols'>;

/** What a data set is, in one line: `images 28 × 28, 60,000 examples`. @param locale BCP 47 */
export function dataText(
  { kind, shape, examples, streamed, symbols }: Described,
  locale: string,
  t: Translate,
): string {
  return t('{0}, {1} examples', shapeText(kind, shape, symbols, t), (streamed ?? examples).toLocaleString(locale));
}

function shapeText(
  kind: DataSummary['kind'],
  shape: readonly number[],
  symbols: DataSummary['symbols'],
  t: Translate,
): string {
  const [first = 0, second = 0, channels = 1] = shape;
  switch (kind) {
    case 'images':
      return channels === 1 ? t('images {0} × {1}', second, first) : t('colour images {0} × {1}', second, first);
    case 'table':
      return t('table of {0} features', first);
    case 'vectors':
      return t('vectors of {0} numbers', first);
    case 'text':
      return textsOf(first, symbols, t);
  }
}

function textsOf(length: number, symbols: DataSummary['symbols'], t: Translate): string {
  switch (symbols) {
    case undefined:
      return t('texts of {0} characters', length);
    case 'graphemes':
      return t('texts of {0} graphemes', length);
    case 'words':
      return t('texts of {0} words', length);
    case 'byte-pairs':
      return t('texts of {0} byte pairs', length);
  }
}
