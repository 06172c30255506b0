import type { Quantity } from '../../src/protocol/data';
import type { PagePlan } from '../../src/protocol/page';
import { t } from '../l10n';
import { formatBytes } from '../numbers';

/** What a page will hold, a line each. */
export function planInWords(plan: PagePlan): string {
  const { bytes, points, examples, epochs, allEpochs, layouts, allLayouts, decoderBytes } = plan;
  return [
    t(
      'One file of about {0}, which shows this panel in any browser and reaches no network. It holds:',
      formatBytes(bytes),
    ),
    t('the codes of all {0} examples after {1} of {2} epochs, and their columns', points, epochs, allEpochs),
    examples < points
      ? t('{0} of {1} examples to look at, evenly spread', examples, points)
      : t('all examples to look at'),
    ...(allLayouts > 0 ? [t('{0} of {1} kept layouts', layouts, allLayouts)] : []),
    ...computedInWords(plan),
    decoderInWords(plan, formatBytes(decoderBytes)),
    t('Whoever opens it sees these data.'),
  ].join('\n');
}

function computedInWords({ computed, trusted }: PagePlan): readonly string[] {
  const has = (quantity: Quantity) => computed.includes(quantity);
  return [
    ...(has('density') ? [t('what is computed of neighbourhoods after the newest of them')] : []),
    ...(trusted > 0 ? [t('how far to trust each point of {0} layouts', trusted)] : []),
    ...(has('sigma') ? [t('the posterior of each example in each dimension')] : []),
  ];
}

function decoderInWords({ withDecoder, isDecoderComputed }: PagePlan, size: string): string {
  if (withDecoder) return t('the decoder ({0}), so that cursor, samples and paths decode there, too', size);
  return isDecoderComputed
    ? t('not the decoder, which is too large ({0})', size)
    : t('not the decoder, which pages cannot compute, but reconstructions');
}
