import { figure, type Rule } from '../advice';

/** Standard deviations from the mean that hardly any column of measurements has. */
const far = 20;

/** A column has values so far out that the others are all alike beside them. */
export const extremeValues: Rule = {
  why: 'advice.extremeValuesWhy',
  source: 'Huber & Ronchetti 2009, section 1.1',
  judge({ facts }) {
    if (!facts?.farthest || facts.farthest.deviations < far) return null;
    const { column, deviations } = facts.farthest;
    return {
      sentence: { code: 'advice.extremeValues', params: { column, deviations: figure(deviations) } },
      changes: [],
    };
  },
};
