/**
 * Skips a test that lacks something, with a word in its title of what that is; in a hook, all tests that it is for.
 * Skipped tests are counted, and named at the end.
 */
export function need(context: Mocha.Context, present: unknown, what: string): asserts present {
  if (present) return;
  const runnable = context.test as Mocha.Test | Mocha.Hook | undefined;
  if (runnable?.type === 'test') runnable.title += ` (without ${what})`;
  else console.log(`Without ${what}:`);
  context.skip();
}
