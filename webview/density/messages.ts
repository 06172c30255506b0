import type { Clusters, GroupPlace } from './clusters';
import type { Contour } from './contours';
import type { Haze } from './haze';
import type { Scatter } from './kernel-density';

/** What the thread that looks at points as a whole is asked. */
export interface AnalysisQuestions {
  /** How dense points are: lines in a plane, a haze in space; null where there is no point. */
  density: { readonly scatter: Scatter };
  clusters: { readonly scatter: Scatter };
  /** Where groups of points are densest: a whole number for each point, negative for none. */
  groups: { readonly scatter: Scatter; readonly groups: Float32Array };
  /** In which order every beginning is a fair sample of n x 3 positions. */
  order: { readonly positions: Float32Array };
}

export interface AnalysisAnswers {
  density: Density | null;
  clusters: Clusters;
  groups: readonly GroupPlace[];
  order: Uint32Array;
}

export type Density =
  | { readonly kind: 'contours'; readonly contours: readonly Contour[] }
  | { readonly kind: 'haze'; readonly haze: Haze };

export type AnalysisKind = keyof AnalysisQuestions;

/** A question by its kind and a number, which its answer has, too. */
export type AnalysisRequest = {
  [K in AnalysisKind]: { readonly kind: K; readonly number: number; readonly question: AnalysisQuestions[K] };
}[AnalysisKind];

export interface AnalysisAnswer {
  readonly number: number;
  readonly answer: AnalysisAnswers[AnalysisKind];
}
