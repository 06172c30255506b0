/** Bound of the log-variance of a code to both sides: past it, exp(logVar) would leave the range of float32 sums. */
export const logVarLimit = 20;
