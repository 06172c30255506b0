import type { MeasuredValue, MeasureName } from '../protocol/measures';
import type { MeasureContext } from './context';

/** Computes the values of a measure whose needs are met. @throws UserError measure.*, where there are none; the signal's reason. */
export type Compute = (context: MeasureContext, signal: AbortSignal) => Promise<readonly MeasuredValue[]>;

/** Of some measures, how each is computed. */
export type Computes<Name extends MeasureName> = { readonly [name in Name]: Compute };
