type Json = Readonly<Record<string, unknown>>;

/*
 * What runs of format 1 have otherwise than those of format 2: a loss had its two terms, `reconstruction` and `kl`, as fields
 * beside it; a plain autoencoder, which had an ELBO of null, a KL of 0 among them. Each of these takes what was parsed from
 * JSON, and answers it as format 2 has it; what is of format 2 as it is, and what is of neither for others to refuse.
 */

/** `run.json` */
export function recordFrom1(value: unknown): unknown {
  return isObject(value) && value.format === 1 ? { ...value, format: 2 } : value;
}

/** A line of `metrics.jsonl`. A run that was trained further has lines of both. */
export function metricsFrom1(value: unknown): unknown {
  if (!isLossOf1(value)) return value;
  const isPlain = value.elbo === null;
  const { validation } = value;
  return {
    ...lossFrom1(value, isPlain),
    validation: isLossOf1(validation) ? lossFrom1(validation, isPlain) : validation,
  };
}

/** The progress that a checkpoint holds. */
export function progressFrom1(value: unknown): unknown {
  if (!isObject(value) || 'format' in value) return value;
  const { partial, metrics } = value;
  return {
    ...value,
    format: 2,
    partial: isLossOf1(partial) ? lossFrom1(partial, false) : partial,
    metrics: metricsFrom1(metrics),
  };
}

function lossFrom1({ reconstruction, kl, ...rest }: Json, isPlain: boolean): Json {
  return { ...rest, terms: isPlain ? { reconstruction } : { reconstruction, kl } };
}

function isLossOf1(value: unknown): value is Json {
  return isObject(value) && !('terms' in value) && 'reconstruction' in value && 'kl' in value;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
