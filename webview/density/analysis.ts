import { fairOrder } from '../scene/fair-order';
import { findClusters, groupPlaces, noCluster } from './clusters';
import { contours } from './contours';
import { hazeOf } from './haze';
import { estimateDensity, type Scatter } from './kernel-density';
import type { AnalysisAnswers, AnalysisQuestions } from './messages';

/** Places of the grids along an axis, in a plane and in space. */
const finePlaces = { 2: 256, 3: 96 } as const;
const coarsePlaces = { 2: 128, 3: 40 } as const;
/** Of Scott's rule, which is for one heap of points: where there are several, each is narrower than all of them. */
const factor = 0.5;
/** Of a group, where most of it is says more than where a few of its points are close together. */
const groupFactor = 1.5;

/** Answers to each question. */
export const analysis: {
  readonly [K in keyof AnalysisQuestions]: (question: AnalysisQuestions[K]) => AnalysisAnswers[K];
} = {
  density({ scatter }) {
    const places = scatter.dims === 2 ? finePlaces[2] : coarsePlaces[3];
    const field = estimateDensity(scatter, { places, factor });
    if (!field) return null;
    return scatter.dims === 2 ? { kind: 'contours', contours: contours(field) } : { kind: 'haze', haze: hazeOf(field) };
  },
  clusters({ scatter }) {
    const field = estimateDensity(scatter, { places: finePlaces[scatter.dims], factor });
    if (field) return findClusters(scatter, field);
    return { clusters: [], of: new Uint16Array(scatter.shown.length).fill(noCluster) };
  },
  groups: ({ scatter, groups }) =>
    groupPlaces(scatter, groups, (own: Scatter) =>
      estimateDensity(own, { places: coarsePlaces[own.dims], factor: groupFactor }),
    ),
  order: ({ positions }) => fairOrder(positions),
};
