import { fairOrder } from '../scene/fair-order';
import { findClusters, groupPlaces, noCluster } from './clusters';
import { contours } from './contours';
import { hazeOf } from './haze';
import { estimateDensity, type Scatter } from './kernel-density';
import type { AnalysisAnswers, AnalysisQuestions } from './messages';

/** Places of the grids along an axis, in a plane and in space. */
const finePlaces = { 2: 256, 3: 96 } as const;
const coarsePlaces = { 2: 128, 3: 40 } as const;
/** Scott's rule is for one heap: clusters within many are narrower. */
const clusterFactor = 0.5;

/** Answers to each question. */
export const analysis: {
  readonly [K in keyof AnalysisQuestions]: (question: AnalysisQuestions[K]) => AnalysisAnswers[K];
} = {
  density({ scatter }) {
    const places = scatter.dims === 2 ? finePlaces[2] : coarsePlaces[3];
    const field = estimateDensity(scatter, { places });
    if (!field) return null;
    return scatter.dims === 2 ? { kind: 'contours', contours: contours(field) } : { kind: 'haze', haze: hazeOf(field) };
  },
  clusters({ scatter }) {
    const field = estimateDensity(scatter, { places: finePlaces[scatter.dims], factor: clusterFactor });
    if (field) return findClusters(scatter, field);
    return { clusters: [], of: new Uint16Array(scatter.shown.length).fill(noCluster) };
  },
  groups: ({ scatter, groups }) =>
    groupPlaces(scatter, groups, (own: Scatter) => estimateDensity(own, { places: coarsePlaces[own.dims] })),
  order: ({ positions }) => fairOrder(positions),
};
