import { resolve } from 'node:path';
import { LayoutMethod, type LayoutPhase, type LayoutProgress, UmapParams, umapDefaults } from '../protocol/layout';
import { type Arguments, checked, dataFrom, defined, numberFrom } from './arguments';
import { startTrainer } from './in-process-trainer';
import { modelFrom } from './model';
import { isWatched, say } from './output';
import { printer } from './printer';

/** `latent-lens layout` */
export async function layout(args: Arguments): Promise<void> {
  const out = resolve(args.required('out'));
  const method = checked(LayoutMethod, args.values.method, '--method') ?? 'umap';
  const params = umapFrom(args);
  const data = args.values.data === undefined ? {} : { data: dataFrom(args) };
  const interrupt = new AbortController();
  const call = { ...modelFrom(args), ...data, method, params, out };
  const end = () => interrupt.abort();
  process.once('SIGINT', end).once('SIGTERM', end).once('SIGHUP', end);
  const trainer = startTrainer({ layoutProgress: isWatched() ? showProgress : () => undefined });
  const { shape, epoch, seconds, trustworthiness, continuity } = await Promise.resolve(
    trainer.layOutFile(call, interrupt.signal),
  ).finally(() => isWatched() && say(clearLine));
  printer(args)(
    { event: 'layout', out, method, shape, epoch, seconds, trustworthiness, continuity },
    `${shape.join(' x ')} coordinates in ${out}: ${trustWords(trustworthiness, continuity)}`,
  );
}

function umapFrom(args: Arguments): UmapParams {
  const { entries } = UmapParams;
  const number = (name: string) => numberFrom(args, name);
  return {
    ...umapDefaults,
    ...defined({
      dims: checked(entries.dims, number('dims'), '--dims'),
      neighbours: checked(entries.neighbours, number('neighbours'), '--neighbours'),
      minDist: checked(entries.minDist, number('min-dist'), '--min-dist'),
      epochs: checked(entries.epochs, number('epochs'), '--epochs'),
      seed: checked(entries.seed, number('seed'), '--seed'),
    }),
  };
}

const phases: Readonly<Record<LayoutPhase, string>> = {
  neighbours: 'nearest neighbours',
  graph: 'graph',
  descent: 'descent',
  trust: 'trustworthiness',
};

const clearLine = '\r\u001b[K';

function showProgress({ phase, fraction }: LayoutProgress): void {
  say(`${clearLine}${phases[phase]} ${Math.round(100 * fraction)} %`);
}

function trustWords(trustworthiness: number | null, continuity: number | null): string {
  if (trustworthiness === null || continuity === null) return 'too few points to say how far to trust it';
  return `trustworthiness ${trustworthiness.toFixed(4)}, continuity ${continuity.toFixed(4)}`;
}
