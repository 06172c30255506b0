import { reasonWords } from '../../src/protocol/failure-words';
import type { Correction, Failure, FailureKind } from '../../src/protocol/failures';
import { textButton } from '../controls';
import { h } from '../dom';
import { thumbnail } from '../example-view';
import { t } from '../l10n';
import type { Panel } from '../panel';
import type { PointsView } from '../scene/points-view';

export interface ItemActions {
  /** Null: takes back what was decided. */
  decide(failure: Failure, correction: Correction | null): void;
}

/** One example, why it is listed, where it stands, and what can be decided about it. */
export function createFailureItem(
  panel: Panel,
  points: Pick<PointsView, 'lookAtExample'>,
  kind: FailureKind,
  failure: Failure,
  { decide }: ItemActions,
): HTMLElement {
  const { index, row, isLikely, correction, source } = failure;
  const reason = reasonWords(kind, failure, t);
  const name = t('Example {0}', String(index));
  const likeness = h('span', { class: 'failure-likeness' });
  void panel.examples.get([index]).then(([example]) => likeness.replaceChildren(thumbnail(example, 0, '')), panel.fail);
  const go = () => {
    panel.view.change(t('pin example {0}', String(index)), { pinned: index });
    points.lookAtExample(index);
  };
  const place = source && t('{0}, line {1}', fileName(source.path), String(source.line ?? ''));
  const reveal = () => void panel.host.call('revealSource', { index }).catch(panel.fail);
  return h(
    'li',
    { class: `failure${isLikely ? ' likely' : ''}${correction ? ' decided' : ''}`, testid: `failure-${index}` },
    h(
      'button',
      { type: 'button', class: 'failure-go', title: t('Go to it'), on: { click: go } },
      likeness,
      h('span', { class: 'failure-words' }, h('strong', {}, name), h('span', {}, reason)),
    ),
    source &&
      h(
        'button',
        { type: 'button', class: 'link failure-place', title: source.path, on: { click: reveal } },
        source.line === undefined ? fileName(source.path) : (place ?? ''),
      ),
    row === null
      ? h('p', { class: 'hint' }, t('It is of the data to validate with, which are not corrected here.'))
      : correction
        ? decided(name, correction, () => decide(failure, null))
        : choices(panel, name, failure, (chosen) => decide(failure, chosen)),
  );
}

/** What was decided, and a button that takes it back. */
function decided(name: string, correction: Correction, takeBack: () => void): HTMLElement {
  const back = textButton({ label: t('Take back'), testid: 'failure-take-back', onClick: takeBack });
  back.element.setAttribute('aria-label', t('{0}: take back', name));
  return h(
    'div',
    { class: 'failure-actions' },
    h('span', { class: 'hint' }, correctionWords(correction)),
    back.element,
  );
}

/** What a decision is, once it is made. */
export function correctionWords(correction: Correction): string {
  switch (correction.kind) {
    case 'exclude':
      return t('Left out from the next training on');
    case 'relabel':
      return t('Labelled {0} from the next training on', correction.label);
    case 'right':
      return t('Right as it is');
  }
}

function choices(panel: Panel, name: string, failure: Failure, choose: (correction: Correction) => void): HTMLElement {
  const button = (label: string, testid: string, correction: Correction) => {
    const { element } = textButton({ label, testid, onClick: () => choose(correction) });
    element.setAttribute('aria-label', `${name}: ${label}`);
    return element;
  };
  const labels = labelsOf(panel);
  return h(
    'div',
    { class: 'failure-actions' },
    button(t('Leave out'), 'failure-exclude', { kind: 'exclude' }),
    labels.length > 0 && labelChoice(name, labels, failure.likely, (label) => choose({ kind: 'relabel', label })),
    button(t('Mark as right'), 'failure-right', { kind: 'right' }),
  );
}

/** Any class; the likely one first. There may be thousands, for each example: they are made for whom wants to choose. */
function labelChoice(
  name: string,
  labels: readonly string[],
  likely: string | undefined,
  choose: (label: string) => void,
): HTMLElement {
  const ordered = likely === undefined ? labels : [likely, ...labels.filter((label) => label !== likely)];
  const input = h(
    'select',
    { class: 'dropdown native', testid: 'failure-label', 'aria-label': t('{0}: another label', name) },
    h('option', { value: '' }, t('Label…')),
  );
  const fill = () => {
    if (input.options.length > 1) return;
    input.append(...ordered.map((label, at) => h('option', { value: String(at + 1) }, label)));
  };
  for (const event of ['focus', 'pointerdown'] as const) input.addEventListener(event, fill);
  input.addEventListener('change', () => {
    if (input.selectedIndex > 0) choose(ordered[input.selectedIndex - 1]);
  });
  return input;
}

function labelsOf({ session }: Panel): readonly string[] {
  const { columns, label } = session.get().run.record.data;
  return columns.find(({ name }) => name === label)?.categories ?? [];
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
