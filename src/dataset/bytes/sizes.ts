/** The largest content that is read into memory at once. */
export const largestBytes = 2 ** 32 - 1;

export const megabyte = 2 ** 20;
