// What the discretised logistic is made of, for whoever computes it without tensors, too.

/** Between two neighbouring shades of 8-bit pixels in 0..1. */
export const shade = 1 / 255;

/** A quarter of a shade: what is narrower gives its bin all there is, and a pixel that it misses an endless cost. */
export const leastLogScale = Math.log(shade / 4);

export const logScaleName = 'decoder/log_scale';
