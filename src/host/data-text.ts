import type { DataSummary } from '../protocol/data';
import type { Translate } from './translate';

/** What a data set is, in one line: `images 28 × 28, 60,000 examples`. @param locale BCP 47 */
export function dataText(
  { kind, shape, examples, streamed }: Pick<DataSummary, 'kind' | 'shape' | 'examples' | 'streamed'>,
  locale: string,
  t: Translate,
): string {
  return t('{0}, {1} examples', shapeText(kind, shape, t), (streamed ?? examples).toLocaleString(locale));
}

function shapeText(kind: DataSummary['kind'], shape: readonly number[], t: Translate): string {
  const [first = 0, second = 0, channels = 1] = shape;
  switch (kind) {
    case 'images':
      return channels === 1 ? t('images {0} × {1}', second, first) : t('colour images {0} × {1}', second, first);
    case 'table':
      return t('table of {0} features', first);
    case 'vectors':
      return t('vectors of {0} numbers', first);
    case 'text':
      return t('texts of {0} characters', first);
  }
}
