import * as v from 'valibot';

export const positiveInteger = v.pipe(v.number(), v.integer(), v.minValue(1));
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const nonNegative = v.pipe(v.number(), v.finite(), v.minValue(0));
export const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
