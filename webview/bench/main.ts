// The page of the bench `view`: measures when it is told to, or, opened by a person, when its button is pressed.
import { analyse } from '../density/analysis-thread';
import { h } from '../dom';
import { createPointsView } from '../scene/points-view';
import { clusteredCloud } from './clouds';
import { measureBodies, measureView, type TurningFigures } from './measure';
import { measurePlainThree } from './plain-three';

export type Contender = 'webgl' | 'canvas' | 'chosen' | 'three';

/** Once, as many points for so many ms. */
async function measure(contender: Contender, count: number, ms: number): Promise<TurningFigures> {
  const cloud = clusteredCloud(count);
  if (contender === 'three') return measurePlainThree(cloud, stage, ms);
  return measureView(cloud, stage, ms, contender === 'chosen' ? null : contender);
}

/** What bodies of so many of as many points cost the main thread, turned for so many ms. */
const measureWithBodies = (count: number, bodies: number, ms: number) =>
  measureBodies(clusteredCloud(count), stage, ms, bodies);

declare global {
  interface Window {
    measure: typeof measure;
    measureWithBodies: typeof measureWithBodies;
    createPointsView: typeof createPointsView;
    clusteredCloud: typeof clusteredCloud;
    analyse: typeof analyse;
  }
}
// For whoever drives the page: the bench, and tests that look at pictures.
Object.assign(window, { measure, measureWithBodies, createPointsView, clusteredCloud, analyse });

const stage = h('div', { class: 'stage' });
const table = h('table', {});
const button = h('button', { type: 'button', on: { click: () => void measureAll() } }, 'Measure');
document.body.append(stage, h('div', { class: 'figures' }, button, table));

async function measureAll(): Promise<void> {
  button.disabled = true;
  const rows: (TurningFigures & { what: string })[] = [];
  for (const count of [60_000, 1_000_000]) {
    for (const [contender, name] of [
      ['chosen', 'Latent Lens'],
      ['three', 'plain three.js'],
    ] as const) {
      rows.push({ what: `${name}, ${count.toLocaleString('en')} points`, ...(await measure(contender, count, 4000)) });
      show(rows);
    }
  }
  button.disabled = false;
}

function show(rows: readonly object[]): void {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: unknown) => h('td', {}, typeof value === 'number' ? value.toFixed(1) : String(value ?? '–'));
  table.replaceChildren(
    h('tr', {}, ...names.map((name) => h('th', {}, name))),
    ...rows.map((row) => h('tr', {}, ...names.map((name) => cell((row as Record<string, unknown>)[name])))),
  );
}
