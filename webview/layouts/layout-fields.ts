import { type LayoutParams, layoutLimits } from '../../src/protocol/layout';
import { h } from '../dom';
import { t } from '../l10n';

interface Field {
  readonly name: string;
  readonly label: string;
  readonly title: string;
}

export interface LayoutFields {
  readonly elements: readonly HTMLElement[];
  /** Shows the parameters of a method, and no others. */
  show(params: LayoutParams, isDisabled: boolean): void;
}

/** The parameters of all methods, as numbers to be typed. What is no number, or none that a method takes, is as it was. */
export function createLayoutFields(
  onChange: (kind: LayoutParams['kind'], name: string, value: number) => void,
): LayoutFields {
  const epochs = t('Passes over the neighbours: more take longer and settle better');
  const seed = { name: 'seed', label: t('Seed'), title: t('The same seed makes the same layout') };
  const fields: Readonly<Record<LayoutParams['kind'], readonly Field[]>> = {
    umap: [
      {
        name: 'neighbours',
        label: t('Neighbours'),
        title: t('Nearest neighbours of each point that are kept together: few show detail, many the whole'),
      },
      {
        name: 'minDist',
        label: t('Minimum distance'),
        title: t('How close together points may lie: small makes dense clumps'),
      },
      { name: 'epochs', label: t('Passes'), title: epochs },
      seed,
    ],
    tsne: [
      {
        name: 'perplexity',
        label: t('Perplexity'),
        title: t('How many neighbours of each point count, roughly: few show detail, many the whole'),
      },
      { name: 'epochs', label: t('Passes'), title: epochs },
      seed,
    ],
    pacmap: [
      {
        name: 'neighbours',
        label: t('Neighbours'),
        title: t(
          'Nearest neighbours of each point that are kept together; half as many from afar keep the whole in order',
        ),
      },
      { name: 'epochs', label: t('Passes'), title: epochs },
      seed,
    ],
  };
  /** What somebody types is not written over by what happens meanwhile. */
  const edited = new Set<HTMLInputElement>();
  let shown: LayoutParams | null = null;
  const given = (name: string) => String((shown as Readonly<Record<string, unknown>> | null)?.[name] ?? '');
  const create = (kind: LayoutParams['kind'], { name, label, title }: Field) => {
    const { min, max, step } = (
      layoutLimits[kind] as Readonly<Record<string, { min: number; max: number; step: number }>>
    )[name];
    const input = h('input', {
      type: 'number',
      class: 'number-field',
      testid: `${kind}-${name}`,
      min: String(min),
      max: String(max),
      step: String(step),
      title,
    });
    input.addEventListener('input', () => edited.add(input));
    input.addEventListener('change', () => {
      edited.delete(input);
      const value = step === 1 ? Math.round(input.valueAsNumber) : input.valueAsNumber;
      if (Number.isFinite(value)) onChange(kind, name, Math.min(max, Math.max(min, value)));
      input.value = given(name);
    });
    const element = h('label', { class: 'field' }, h('span', { class: 'field-label' }, label), input);
    return { kind, name, input, element };
  };
  const all = (['umap', 'tsne', 'pacmap'] as const).flatMap((kind) => fields[kind].map((field) => create(kind, field)));
  return {
    elements: all.map(({ element }) => element),
    show(params, isDisabled) {
      shown = params;
      for (const { kind, name, input, element } of all) {
        element.hidden = kind !== params.kind;
        input.disabled = isDisabled;
        if (kind === params.kind && !edited.has(input)) input.value = given(name);
      }
    },
  };
}
