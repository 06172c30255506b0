import './layouts.css';
import type { LayoutProgress } from '../../src/protocol/layout';
import type { LatentFrame } from '../../src/protocol/trainer';
import { textButton } from '../controls';
import { h, setText } from '../dom';
import { t } from '../l10n';
import { needs } from '../needs';
import { formatFixed, formatPercent } from '../numbers';
import type { Panel } from '../panel';
import { askedLayout, type ChosenLayout, layoutOf, methodName } from './chosen-layout';
import { followKeptPart } from './kept-part';
import { createLayoutFields } from './layout-fields';
import type { LayoutJob } from './layout-job';

export interface LayoutBar {
  readonly element: HTMLElement;
  /** This is on show now. */
  shown(frame: LatentFrame): void;
}

/** The parameters of a layout, of which points it is, its begin and end, how far it is and how far to trust it. */
export function createLayoutBar(panel: Panel, job: LayoutJob): LayoutBar {
  const { session, view } = panel;
  const choose = (words: string, projection: ChosenLayout, merge?: string) =>
    view.change(words, { projection, cursor: { on: view.get().cursor.on, position: null } }, merge);
  const fields = createLayoutFields((kind, name, value) => {
    const layout = layoutOf(view.get().projection);
    if (layout?.kind !== kind || layout[name as keyof ChosenLayout] === value) return;
    choose(t('change the parameters of {0}', methodName(kind)), { ...layout, [name]: value }, 'layout');
  });
  const start = textButton({
    label: t('Lay out'),
    testid: 'layout-start',
    appearance: 'primary',
    onClick: () => {
      const layout = layoutOf(view.get().projection);
      if (job.state.get().running) job.stop();
      else if (layout) job.start(askedLayout(layout));
    },
  });
  const alone = textButton({
    label: t('Lay out the selection'),
    testid: 'layout-selection',
    onClick: () => {
      const { projection, selection } = view.get();
      const layout = layoutOf(projection);
      if (!layout || !selection) return;
      const made = known.ofSelection();
      const of = { ...(made?.params ?? layout), of: selection };
      choose(made ? t('show the selection alone') : t('lay out the selection'), of);
      if (!made) job.start(askedLayout(of));
    },
  });
  const known = followKeptPart(panel, job, () => draw());
  const back = textButton({
    label: t('All points'),
    testid: 'layout-all',
    onClick: () => {
      const layout = layoutOf(view.get().projection);
      if (!layout) return;
      const { of: _, ...all } = layout;
      choose(t('show all points'), all);
    },
  });
  const part = h('span', { class: 'hint', testid: 'layout-part' });
  const words = h('span', { class: 'hint', role: 'status', testid: 'layout-status' });
  const element = h(
    'div',
    { class: 'layout-bar', role: 'group', 'aria-label': t('Layout'), testid: 'layout-bar' },
    ...fields.elements,
    needs(start.element, 'layOut'),
    needs(alone.element, 'layOut'),
    part,
    back.element,
    words,
  );
  let frame: LatentFrame | null = null;

  const draw = () => {
    const { projection, selection } = view.get();
    const layout = layoutOf(projection);
    const { running } = job.state.get();
    const given = running?.layout ?? layout;
    element.hidden = given === null;
    if (given) fields.show(given, running !== null);
    start.setLabel(running ? t('Stop the layout') : t('Lay out'));
    start.setDisabled(!running && session.get().frames.length === 0);
    const of = layout?.of;
    alone.element.hidden = running !== null || !layout || !selection || of?.equals(selection) === true;
    alone.setDisabled(session.get().frames.length === 0);
    // What is kept needs nobody to make it.
    const isKept = known.ofSelection() !== null;
    alone.setLabel(isKept ? t('Show the selection alone') : t('Lay out the selection'));
    if (isKept) delete alone.element.dataset.needs;
    else needs(alone.element, 'layOut');
    back.element.hidden = part.hidden = of === undefined;
    if (of) setText(part, t('Of {0} points alone; no others are drawn.', of.count));
    if (running) setText(words, phaseWords(running.progress));
    else setText(words, layout && frame?.layout ? shownWords(frame, frame.layout) : '');
  };
  job.state.changed((state) => state.running, draw);
  view.changed((state) => state.projection, draw);
  view.changed((state) => state.selection, draw);
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

function phaseWords({ phase, fraction }: LayoutProgress): string {
  switch (phase) {
    case 'waiting':
      return t('Waiting for training to end, by the setting latentLens.layoutsWait…');
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
  const { trustworthiness, continuity, recall } = report;
  const trust = t('Trustworthiness {0}, continuity {1}', formatFixed(trustworthiness, 3), formatFixed(continuity, 3));
  return recall === undefined ? trust : t('{0}; by about {1} of the nearest neighbours', trust, formatPercent(recall));
}
