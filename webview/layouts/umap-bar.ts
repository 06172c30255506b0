import './layouts.css';
import { type LayoutPhase, type UmapParams, umapDefaults, umapLimits } from '../../src/protocol/layout';
import type { LatentFrame, Projection } from '../../src/protocol/trainer';
import { textButton } from '../controls';
import { h, setText } from '../dom';
import { t } from '../l10n';
import { needs } from '../needs';
import { formatFixed, formatPercent } from '../numbers';
import type { Panel } from '../panel';
import type { LayoutJob } from './layout-job';

export interface UmapBar {
  readonly element: HTMLElement;
  /** This is on show now. */
  shown(frame: LatentFrame): void;
}

interface FieldWords {
  readonly name: keyof typeof umapLimits;
  readonly label: string;
  readonly title: string;
}

/** The parameters of UMAP that are chosen; null for another layout. */
export function umapOf(projection: Projection | null): UmapParams | null {
  if (projection?.kind !== 'umap') return null;
  const { kind: _, ...params } = projection;
  return params;
}

/** What a layout of so many dimensions begins with: the parameters of the last that is kept. */
export function suggestedUmap(dims: 2 | 3, job: LayoutJob): UmapParams {
  const last = job.state.get().kept.findLast(({ params }) => params.dims === dims);
  return last?.params ?? { ...umapDefaults, dims };
}

/** UMAP's parameters, its begin and end, how far it is and how far to trust it. */
export function createUmapBar({ session, view }: Panel, job: LayoutJob): UmapBar {
  const parameters: readonly FieldWords[] = [
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
    {
      name: 'epochs',
      label: t('Passes'),
      title: t('Passes over the neighbours: more take longer and settle better'),
    },
    {
      name: 'seed',
      label: t('Seed'),
      title: t('The same seed makes the same layout'),
    },
  ];
  const change = (name: FieldWords['name'], value: number) => {
    const { projection } = view.get();
    if (projection?.kind !== 'umap' || projection[name] === value) return;
    const { cursor } = view.get();
    view.change(
      t('change the parameters of UMAP'),
      { projection: { ...projection, [name]: value }, cursor: { ...cursor, position: null } },
      'umap',
    );
  };
  /** What somebody types is not written over by what happens meanwhile. */
  const edited = new Set<HTMLInputElement>();
  const fields = parameters.map(({ name, label, title }) => {
    const { min, max, step } = umapLimits[name];
    const input = h('input', {
      type: 'number',
      class: 'number-field',
      testid: `umap-${name}`,
      min: String(min),
      max: String(max),
      step: String(step),
      title,
    });
    input.addEventListener('input', () => edited.add(input));
    input.addEventListener('change', () => {
      edited.delete(input);
      const value = step === 1 ? Math.round(input.valueAsNumber) : input.valueAsNumber;
      // What is no number is as it was.
      if (Number.isFinite(value)) change(name, Math.min(max, Math.max(min, value)));
      draw();
    });
    return { name, input, element: h('label', { class: 'field' }, h('span', { class: 'field-label' }, label), input) };
  });
  const button = textButton({
    label: t('Lay out'),
    testid: 'umap-start',
    appearance: 'primary',
    onClick: () => {
      const params = umapOf(view.get().projection);
      if (job.state.get().running) job.stop();
      else if (params) job.start(params);
    },
  });
  const words = h('span', { class: 'hint', role: 'status', testid: 'umap-status' });
  const element = h(
    'div',
    { class: 'umap-bar', role: 'group', 'aria-label': t('Layout by UMAP'), testid: 'umap-bar' },
    ...fields.map((field) => field.element),
    needs(button.element, 'layOut'),
    words,
  );
  let frame: LatentFrame | null = null;

  const draw = () => {
    const params = umapOf(view.get().projection);
    const { running } = job.state.get();
    element.hidden = params === null && running === null;
    button.setLabel(running ? t('Stop the layout') : t('Lay out'));
    button.setDisabled(!running && session.get().frames.length === 0);
    for (const { name, input } of fields) {
      input.disabled = running !== null;
      const given = running?.params ?? params;
      if (given && !edited.has(input)) input.value = String(given[name]);
    }
    if (running) setText(words, phaseWords(running.progress.phase, running.progress.fraction));
    else setText(words, params && frame?.layout ? shownWords(frame, frame.layout) : '');
  };
  job.state.changed((state) => state.running, draw);
  view.changed((state) => state.projection, draw);
  session.changed((state) => state.frames, draw);
  draw();
  return {
    element,
    shown(next) {
      frame = next;
      draw();
    },
  };
}

function phaseWords(phase: LayoutPhase, fraction: number): string {
  switch (phase) {
    case 'neighbours':
      return t('Nearest neighbours: {0}', formatPercent(fraction));
    case 'graph':
      return t('Joining neighbours…');
    case 'descent':
      return t('Laying out: {0}', formatPercent(fraction));
    case 'trust':
      return t('Comparing with the codes…');
  }
}

function shownWords({ epoch: asked }: LatentFrame, { epoch, report }: NonNullable<LatentFrame['layout']>): string {
  if (epoch === null) return t('Not laid out yet: principal components are shown.');
  if (epoch !== asked) return t('This is the layout of epoch {0}. Lay out epoch {1} to see it.', epoch, asked);
  if (report === null || report.trustworthiness === null || report.continuity === null) return t('Laid out.');
  const { trustworthiness, continuity } = report;
  return t('Trustworthiness {0}, continuity {1}', formatFixed(trustworthiness, 3), formatFixed(continuity, 3));
}
