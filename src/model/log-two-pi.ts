/** log 2 pi: of the density of N(0, 1), twice the logarithm of what it is divided by. */
export const logTwoPi = Math.log(2 * Math.PI);
