/** A function at a place. */
export interface Slope {
  readonly value: number;
  readonly gradient: Float64Array;
}

export interface DescentOptions {
  /** About the inverse of the Hessian but for a factor, times a vector: symmetric and positive definite. By itself the identity. */
  readonly precondition?: (vector: Float64Array) => Float64Array;
  /** The factor for the first step, by what the function is at its begin; without it 1. */
  readonly firstScale?: (begin: Slope) => number;
  /** The function is asked so often at most. */
  readonly mostEvaluations: number;
  /** Two steps that gain less than this share of the value are the last. */
  readonly tolerance: number;
}

export interface Descent {
  readonly place: Float64Array;
  readonly value: number;
  readonly evaluations: number;
  /** Whether it ended because there was no more to gain. */
  readonly converged: boolean;
}

/** Steps that are remembered. */
const memory = 10;
/** Of the decrease that the slope promises, so much has to come. */
const enough = 1e-4;
const mostHalvings = 12;

interface Step {
  readonly moved: Float64Array;
  readonly turned: Float64Array;
  /** 1 / <moved, turned>. */
  readonly weight: number;
}

/** The minimum that is found downhill from a place, by L-BFGS with backtracking (Nocedal and Wright 2006, algorithms 7.4 and 3.1). */
export async function descend(
  begin: Float64Array,
  at: (place: Float64Array) => Promise<Slope>,
  { precondition = (vector) => vector, firstScale, mostEvaluations, tolerance }: DescentOptions,
): Promise<Descent> {
  let place = begin;
  let here = await at(place);
  let evaluations = 1;
  let scale = firstScale?.(here) ?? 1;
  let steps: Step[] = [];
  for (let calm = 0; ; ) {
    const direction = towards(here.gradient, steps, (vector) => precondition(vector).map((value) => scale * value));
    const slope = dot(direction, here.gradient);
    if (slope === 0) return { place, value: here.value, evaluations, converged: true };
    let length = 1;
    let next: Slope | null = null;
    let moved = direction;
    for (let halving = 0; halving < mostHalvings && evaluations < mostEvaluations && !next; halving++) {
      moved = direction.map((value) => length * value);
      const tried = await at(sum(place, moved));
      evaluations++;
      if (tried.value <= here.value + enough * length * slope) next = tried;
      else {
        // The lowest point of the parabola through both values and the slope.
        const lowest = (-slope * length) / (2 * ((tried.value - here.value) / length - slope));
        length *= Math.min(0.5, Math.max(0.1, Number.isFinite(lowest) ? lowest / length : 0.5));
      }
    }
    if (!next) {
      // What is left is below what rounding lets be seen; or what was remembered misleads.
      const isSpent = evaluations >= mostEvaluations;
      if (steps.length === 0 || isSpent) return { place, value: here.value, evaluations, converged: !isSpent };
      steps = [];
      continue;
    }
    const turned = next.gradient.map((value, j) => value - here.gradient[j]);
    const curved = dot(moved, turned);
    if (curved > 1e-12 * Math.sqrt(dot(moved, moved) * dot(turned, turned))) {
      steps = [...steps.slice(1 - memory), { moved, turned, weight: 1 / curved }];
      scale = curved / dot(turned, precondition(turned));
    }
    const gain = here.value - next.value;
    place = sum(place, moved);
    here = next;
    calm = gain <= tolerance * Math.abs(here.value) ? calm + 1 : 0;
    if (calm === 2 || evaluations >= mostEvaluations)
      return { place, value: here.value, evaluations, converged: calm === 2 };
  }
}

/** Minus the inverse Hessian times the gradient, as the steps so far tell (the two-loop recursion). */
function towards(
  gradient: Float64Array,
  steps: readonly Step[],
  first: (vector: Float64Array) => Float64Array,
): Float64Array {
  const rest = Float64Array.from(gradient);
  const shares = new Float64Array(steps.length);
  for (let i = steps.length - 1; i >= 0; i--) {
    const { moved, turned, weight } = steps[i];
    shares[i] = weight * dot(moved, rest);
    add(rest, turned, -shares[i]);
  }
  const direction = first(rest);
  for (const [i, { moved, turned, weight }] of steps.entries())
    add(direction, moved, shares[i] - weight * dot(turned, direction));
  return direction.map((value) => -value);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function sum(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + b[i]);
}

function add(to: Float64Array, what: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i] += times * what[i];
}
