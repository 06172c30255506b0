/** Where in a data set examples lie that were taken from it: the place of each, by its index among them. */
export type PlaceOf = (index: number) => number;

export const inOrder: PlaceOf = (index) => index;
