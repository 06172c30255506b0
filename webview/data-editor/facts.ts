import type { StoredKind } from '../../src/protocol/data';
import type { ViewedData, ViewedSummary } from '../../src/protocol/view';
import { textButton } from '../controls';
import { h, setText } from '../dom';
import { sentenceInWords, t } from '../l10n';
import { formatBytes, formatInteger, formatPercent } from '../numbers';

const kindNames: Readonly<Record<StoredKind, string>> = {
  npy: 'NumPy .npy',
  npz: 'NumPy .npz',
  idx: 'IDX',
  csv: 'CSV',
  parquet: 'Parquet',
  arrow: 'Arrow',
  jsonl: 'JSON Lines',
  cifar: 'CIFAR',
  images: 'PNG, JPEG, …',
  text: 'UTF-8',
  safetensors: 'safetensors',
  hdf5: 'HDF5',
  'matrix-market': 'Matrix Market',
  zarr: 'Zarr',
};

/** What is known of a file, as it becomes known. */
export interface Facts {
  readonly element: HTMLElement;
  counting(fraction: number): void;
  counted(summary: ViewedSummary): void;
  /** Nobody counts: nothing was begun, or it was called off. */
  uncounted(): void;
}

interface FactsOptions {
  onCount(): void;
  onCancel(): void;
}

/** The line of facts about a file. What takes reading all of it comes later, and can be called off. */
export function createFacts(data: ViewedData, { onCount, onCancel }: FactsOptions): Facts {
  const labels = h('dd', {}, data.labels ? data.labels.dtype : t('none'));
  const missing = h('dd', { testid: 'missing' }, '…');
  const duplicates = h('dd', { testid: 'duplicates' }, '…');
  const cancel = textButton({ label: t('Cancel'), testid: 'cancel-count', onClick: onCancel });
  const count = textButton({ label: t('Count'), testid: 'count', onClick: onCount });
  const progress = h('span', { class: 'hint', testid: 'counting' });
  const columns = data.columns.length;
  const element = h(
    'dl',
    { class: 'data-facts', testid: 'facts' },
    fact(t('Kind'), h('dd', {}, kindNames[data.kind])),
    fact(t('Examples'), h('dd', { testid: 'examples' }, formatInteger(data.examples))),
    columns > 0 ? fact(t('Columns'), h('dd', {}, formatInteger(columns))) : null,
    data.elements ? fact(t('Shape'), h('dd', { testid: 'shape' }, shapeText(data.shape))) : null,
    data.elements ? fact(t('Type'), h('dd', {}, data.dtype)) : null,
    fact(t('Size'), h('dd', {}, formatBytes(data.bytes))),
    fact(t('Labels'), labels),
    fact(t('Missing'), missing),
    fact(t('Duplicates'), duplicates),
    h('div', { class: 'data-count' }, progress, cancel.element, count.element),
  );
  const show = (state: 'counting' | 'counted' | 'uncounted') => {
    cancel.element.hidden = state !== 'counting';
    count.element.hidden = state !== 'uncounted';
    progress.hidden = state !== 'counting';
    element.setAttribute('aria-busy', String(state === 'counting'));
  };
  return {
    element,
    counting(fraction) {
      show('counting');
      setText(progress, t('Counting, {0}', formatPercent(fraction)));
    },
    counted(summary) {
      show('counted');
      if (summary.labels) setText(labels, labelsText(summary.labels));
      setText(missing, formatInteger(summary.missing));
      setText(duplicates, summary.duplicates === null ? t('too many to count') : formatInteger(summary.duplicates));
    },
    uncounted() {
      show('uncounted');
      setText(missing, '–');
      setText(duplicates, '–');
    },
  };
}

/** What a person should know of how the file is read. */
export function warningList(warnings: ViewedData['warnings']): HTMLElement | null {
  if (warnings.length === 0) return null;
  const lines = warnings.map(sentenceInWords).map(({ text, full }) => h('li', { title: full }, text));
  return h('ul', { class: 'data-warnings', role: 'status', testid: 'warnings' }, ...lines);
}

function fact(name: string, value: HTMLElement): HTMLElement {
  return h('div', {}, h('dt', {}, name), value);
}

function labelsText({ dtype, classes }: NonNullable<ViewedSummary['labels']>): string {
  return classes === null ? dtype : t('{0} different, {1}', classes, dtype);
}

/** As NumPy writes it. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}
