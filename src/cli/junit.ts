import { type CheckReport, marginOf, type Outcome } from '../protocol/check';

/**
 * A report as JUnit has it, which services of continuous integration read: a test suite of the run, a test case of each expectation,
 * a failure of each that is not met.
 */
export function junitOf({ run, weights, outcomes }: CheckReport): string {
  const failures = outcomes.filter(({ isMet }) => !isMet).length;
  const seconds = outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0);
  const totals = `tests="${outcomes.length}" failures="${failures}" errors="0" time="${seconds.toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="latent-lens check" ${totals}>`,
    `  <testsuite name=${quoted(`${run}, epoch ${weights.epoch}`)} ${totals}>`,
    ...outcomes.map((outcome) => caseOf(outcome, run)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function caseOf(outcome: Outcome, run: string): string {
  const { what, bound, seconds, isMet } = outcome;
  const name = `${what} ${boundWords(bound)}`;
  const head = `    <testcase classname=${quoted(run)} name=${quoted(name)} time="${seconds.toFixed(3)}"`;
  return isMet ? `${head}/>` : `${head}><failure message=${quoted(outcomeWords(outcome))}/></testcase>`;
}

/** `elbo: -106.2 ± 0.35, expected at least -105: 3.4 standard errors below`. */
export function outcomeWords(outcome: Outcome): string {
  const { what, value, error, bound, isMet } = outcome;
  const margin = marginOf(outcome);
  const side = value < bound.threshold ? 'below' : 'above';
  const distance = margin === null ? '' : `: ${Math.abs(margin).toFixed(1)} standard errors ${side}`;
  const measured = error === null ? digits(value) : `${digits(value)} ± ${digits(error)}`;
  return `${what}: ${measured}, ${isMet ? '' : 'but '}expected ${boundWords(bound)}${distance}`;
}

function boundWords({ side, threshold }: Outcome['bound']): string {
  return `${side === 'atLeast' ? 'at least' : 'at most'} ${threshold}`;
}

/** To six digits: a value that misses its threshold by little is to be told from it. */
function digits(value: number): string {
  return String(Number(value.toPrecision(6)));
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What XML 1.0 cannot have at all is left out. */
function quoted(text: string): string {
  const allowed = [...text].filter((character) => character >= ' ').join('');
  return `"${allowed.replace(/[&<>"]/g, (character) => escapes[character])}"`;
}
