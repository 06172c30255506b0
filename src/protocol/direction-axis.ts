import * as v from 'valibot';

const finite = v.pipe(v.number(), v.finite());

/** A direction of the latent space that is the first axis of the view. */
export const DirectionAxis = v.strictObject({
  /** [latent]; its length does not matter. */
  vector: v.pipe(
    v.array(finite),
    v.minLength(2),
    v.maxLength(1024),
    v.check((vector) => vector.some((value) => value !== 0)),
  ),
  /** What it leads from and to, for a person. */
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(400)),
});
export type DirectionAxis = Readonly<v.InferOutput<typeof DirectionAxis>>;
