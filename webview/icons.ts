import { svg } from './dom';

/** Strokes on a 16 x 16 grid; `dot` paths are filled. */
const shapes = {
  play: { fill: 'M4.5 2.8v10.4L13 8z' },
  pause: { fill: 'M4 3h3v10H4zM9 3h3v10H9z' },
  stop: { fill: 'M3.5 3.5h9v9h-9z' },
  close: { stroke: 'M3.8 3.8l8.4 8.4M12.2 3.8l-8.4 8.4' },
  frame: { stroke: 'M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3', fill: 'M6.4 6.4h3.2v3.2H6.4z' },
  cursor: { stroke: 'M8 1.5v4M8 10.5v4M1.5 8h4M10.5 8h4', fill: 'M8 6.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8z' },
  samples: {
    stroke: 'M2.5 2.5h11v11h-11z',
    fill: 'M5.4 4.3a1.1 1.1 0 1 1 0 2.2 1.1 1.1 0 0 1 0-2.2zM10.6 9.5a1.1 1.1 0 1 1 0 2.2 1.1 1.1 0 0 1 0-2.2zM8 6.9a1.1 1.1 0 1 1 0 2.2A1.1 1.1 0 0 1 8 6.9z',
  },
  density: {
    stroke: 'M8 2.2a5.8 5.8 0 1 1 0 11.6a5.8 5.8 0 1 1 0-11.6M8.4 4.8a3.1 3.1 0 1 1 0 6.2a3.1 3.1 0 1 1 0-6.2',
    fill: 'M8.7 6.8a1.2 1.2 0 1 1 0 2.4 1.2 1.2 0 0 1 0-2.4z',
  },
  pictures: {
    stroke: 'M1.8 2.5h7.4v6.6H1.8zM2 8l2.4-2.6L8.6 9M11 7h3.2v6.5H6.8v-2.6',
    fill: 'M6.4 4a.8.8 0 1 1 0 1.6.8.8 0 0 1 0-1.6z',
  },
  orbit: {
    stroke: 'M14 8a6 2.6 0 1 1-3-2.2M14.2 3.6L11 5.8l2.6 2.6',
    fill: 'M8 6.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3z',
  },
  box: { stroke: 'M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3M7 2.5h2M7 13.5h2M2.5 7v2M13.5 7v2' },
  lasso: {
    stroke:
      'M5 10.3C3.4 9.6 2.3 8.4 2.3 7c0-2.4 2.6-4.3 5.9-4.3s5.7 1.9 5.7 4.3-2.5 4-5.5 4c-.7 0-1.3 0-1.9-.2M6.6 11c0 1-.8 1.6-1.7 1.4-1-.2-1.3-1.3-.5-1.9.8-.5 2.1-.3 2.2.5zM5 12.5c0 .9-.5 1.5-1.4 1.8',
  },
  brush: {
    stroke:
      'M13.5 2.5L8 8.5M7.9 8.3c-1.6-.6-3.1.2-3.4 1.7-.2 1.4-.9 2.2-2.2 2.5 1.6 1.2 5.3 1.4 6.3-.8.5-1.2.2-2.7-.7-3.4z',
  },
  help: {
    stroke: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13M6.1 6.3a1.9 1.9 0 1 1 2.6 1.8c-.5.2-.7.5-.7 1v.4',
    fill: 'M8 10.6a.8.8 0 1 1 0 1.6.8.8 0 0 1 0-1.6z',
  },
  export: { stroke: 'M3 9.5v4h10v-4M8 10.5v-8M5 5.5l3-3 3 3' },
  bookmark: { stroke: 'M4.5 2.5h7v11L8 10.5l-3.5 3z' },
  link: {
    stroke:
      'M6.7 9.3a2.6 2.6 0 0 1 0-3.7l2-2a2.6 2.6 0 0 1 3.7 3.7l-1 1M9.3 6.7a2.6 2.6 0 0 1 0 3.7l-2 2a2.6 2.6 0 0 1-3.7-3.7l1-1',
  },
  histograms: { stroke: 'M2 13.5h12', fill: 'M3 8h2.4v4.5H3zM6.8 3.5h2.4v9H6.8zM10.6 6h2.4v6.5h-2.4z' },
  dimensions: { stroke: 'M2.5 3.5h11M2.5 6.5h8M2.5 9.5h5M2.5 12.5h2.5' },
  overlap: {
    stroke: 'M6 3.6a4.4 4.4 0 1 1 0 8.8a4.4 4.4 0 1 1 0-8.8M10 3.6a4.4 4.4 0 1 1 0 8.8a4.4 4.4 0 1 1 0-8.8',
  },
  path: {
    stroke: 'M3.5 11.8C5 5.5 8 11.5 12.5 4.2',
    fill: 'M3.2 10.6a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2zM12.8 2.2a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2z',
  },
  byEpoch: {
    stroke: 'M2 2.5h3.4v3.4H2zM2 8h3.4v3.4H2zM2 13.8h12',
    fill: 'M7 2.5h3v3.4H7zM7 8h3v3.4H7zM11.4 2.5h2.8v3.4h-2.8zM11.4 8h2.8v3.4h-2.8z',
  },
  codes: {
    stroke: 'M2.5 2.5h4.6v4.6H2.5zM8.9 8.9h4.6v4.6H8.9zM2.5 8.9h4.6v4.6H2.5z',
    fill: 'M8.9 2.5h4.6v4.6H8.9z',
  },
  measures: { stroke: 'M1.8 10.8L10.8 1.8l3.4 3.4l-9 9zM4.4 8.2l1.4 1.4M6.6 6l2 2M8.8 3.8l1.4 1.4' },
  compare: { stroke: 'M2.5 3h4.3v10H2.5zM9.2 3h4.3v10H9.2z' },
  encode: { stroke: 'M1.5 8h6M5 5.2L7.8 8L5 10.8', fill: 'M12 5.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4z' },
  settings: {
    stroke:
      'M2 4.5h5.2M11 4.5h3M2 11.5h3M8.8 11.5H14M9.1 2.7a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6M6.9 9.7a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6',
  },
  posterior: {
    stroke: 'M4.2 11.8C2.4 10 2.7 6.9 4.8 4.8S10 2.4 11.8 4.2s1.5 4.9-.6 7-5.2 2.4-7 .6',
    fill: 'M8 6.8a1.2 1.2 0 1 1 0 2.4 1.2 1.2 0 0 1 0-2.4z',
  },
  refresh: { stroke: 'M13.2 8A5.2 5.2 0 1 1 11.6 4.3L13.2 6M13.2 2.5V6H9.7' },
  reveal: { stroke: 'M9 2.5H3.5v11h9V6M9 2.5L12.5 6M9 2.5V6h3.5M6 11l3.5-3.5M7 7.5h2.5V10' },
  down: { stroke: 'M3.5 6l4.5 4.5L12.5 6' },
  right: { stroke: 'M6 3.5l4.5 4.5L6 12.5' },
  left: { stroke: 'M10 3.5L5.5 8l4.5 4.5' },
  table: { stroke: 'M2.5 3h11v10h-11zM2.5 6.3h11M2.5 9.7h11M6.2 6.3V13' },
  edit: { stroke: 'M3 13l.6-2.8L10.8 3a1 1 0 0 1 1.4 0l.8.8a1 1 0 0 1 0 1.4L5.8 12.4z' },
  point: { stroke: 'M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11', fill: 'M8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4z' },
  warning: { stroke: 'M8 2.2L14.3 13.3H1.7zM8 6.2v3.6', fill: 'M8 10.8a.7.7 0 1 1 0 1.4.7.7 0 0 1 0-1.4z' },
} as const satisfies Readonly<Record<string, { readonly stroke?: string; readonly fill?: string }>>;

export type IconName = keyof typeof shapes;

/** Decoration only: what it means is said by the control it is in. */
export function icon(name: IconName): SVGSVGElement {
  const shape: { readonly stroke?: string; readonly fill?: string } = shapes[name];
  const paths: Node[] = [];
  if (shape.stroke) paths.push(svg('path', { class: 'icon-stroke', d: shape.stroke }));
  if (shape.fill) paths.push(svg('path', { class: 'icon-fill', d: shape.fill }));
  return svg('svg', { class: 'icon', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' }, ...paths);
}
