import { resolve } from 'node:path';
import * as v from 'valibot';
import {
  LayoutMethod,
  type LayoutParams,
  type LayoutPhase,
  type LayoutProgress,
  type LayoutReport,
  PacmapParams,
  pacmapDefaults,
  TsneParams,
  tsneDefaults,
  UmapParams,
  umapDefaults,
} from '../protocol/layout';
import { type Arguments, checked, dataFrom, defined, numberFrom, UsageError } from './arguments';
import { startTrainer } from './in-process-trainer';
import { modelFrom } from './model';
import { isWatched, say } from './output';
import { printer } from './printer';

/** `latent-lens layout` */
export async function layout(args: Arguments): Promise<void> {
  const out = resolve(args.required('out'));
  const method = checked(LayoutMethod, args.values.method, '--method') ?? 'umap';
  const params = method === 'pca' ? { kind: method, dims: dimsFrom(args) ?? 3 } : paramsFrom(args, method);
  const data = args.values.data === undefined ? {} : { data: dataFrom(args) };
  const selection = checked(v.string(), args.values.selection, '--selection');
  if (selection !== undefined && args.values.data !== undefined) {
    throw new UsageError("--selection is of the run's own examples: leave --data out");
  }
  const interrupt = new AbortController();
  const call = { ...modelFrom(args), ...data, ...defined({ selection }), params, out };
  const end = () => interrupt.abort();
  process.once('SIGINT', end).once('SIGTERM', end).once('SIGHUP', end);
  const trainer = startTrainer({ layoutProgress: isWatched() ? showProgress : () => undefined });
  const { shape, epoch, seconds, ...quality } = await Promise.resolve(
    trainer.layOutFile(call, interrupt.signal),
  ).finally(() => isWatched() && say(clearLine));
  printer(args)(
    { event: 'layout', out, method, shape, epoch, seconds, ...quality },
    `${shape.join(' x ')} coordinates in ${out}: ${trustWords(quality)}${recallWords(quality)}`,
  );
}

function dimsFrom(args: Arguments): 2 | 3 | undefined {
  return checked(UmapParams.entries.dims, numberFrom(args, 'dims'), '--dims');
}

/** Options of other methods are of no account. */
function paramsFrom(args: Arguments, method: LayoutParams['kind']): LayoutParams {
  const number = (name: string) => numberFrom(args, name);
  const { entries } = UmapParams;
  const common = defined({
    dims: dimsFrom(args),
    epochs: checked(entries.epochs, number('epochs'), '--epochs'),
    seed: checked(entries.seed, number('seed'), '--seed'),
  });
  if (method === 'tsne') {
    const perplexity = checked(TsneParams.entries.perplexity, number('perplexity'), '--perplexity');
    return { ...tsneDefaults, ...common, ...defined({ perplexity }) };
  }
  if (method === 'pacmap') {
    const neighbours = checked(PacmapParams.entries.neighbours, number('neighbours'), '--neighbours');
    return { ...pacmapDefaults, ...common, ...defined({ neighbours }) };
  }
  return {
    ...umapDefaults,
    ...common,
    ...defined({
      neighbours: checked(entries.neighbours, number('neighbours'), '--neighbours'),
      minDist: checked(entries.minDist, number('min-dist'), '--min-dist'),
    }),
  };
}

const phases: Readonly<Record<LayoutPhase, string>> = {
  waiting: 'waiting',
  neighbours: 'nearest neighbours',
  graph: 'graph',
  descent: 'descent',
  trust: 'trustworthiness',
};

const clearLine = '\r\u001b[K';

function showProgress({ phase, fraction }: LayoutProgress): void {
  say(`${clearLine}${phases[phase]} ${Math.round(100 * fraction)} %`);
}

function recallWords({ recall }: Pick<LayoutReport, 'recall'>): string {
  return recall === undefined ? '' : `, by about ${Math.round(100 * recall)} % of the nearest neighbours`;
}

function trustWords({ trustworthiness, continuity }: Pick<LayoutReport, 'trustworthiness' | 'continuity'>): string {
  if (trustworthiness === null || continuity === null) return 'too few points to say how far to trust it';
  return `trustworthiness ${trustworthiness.toFixed(4)}, continuity ${continuity.toFixed(4)}`;
}
