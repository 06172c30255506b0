import { execFileSync } from 'node:child_process';

/** Other programs to hold our reading against: `LATENT_LENS_PYTHON` names another Python than the usual. */
const command = process.env.LATENT_LENS_PYTHON ?? 'python3';

/** Runs a script where Python has these modules; null where it lacks one. */
export function python(modules: readonly string[]): ((script: string) => string) | null {
  const run = (script: string) => execFileSync(command, ['-c', script], { encoding: 'utf8', stdio: 'pipe' });
  try {
    run(`import ${modules.join(', ')}`);
    return run;
  } catch {
    return null;
  }
}
