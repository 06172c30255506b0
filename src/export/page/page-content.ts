import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { featureGroups, libraryOf, ofOwnLibrary, render } from '../../dataset';
import { setOf } from '../../exploration/example-set';
import { placeOf } from '../../exploration/explored-data';
import { rowsOf } from '../../exploration/placement';
import { drawFromPrior } from '../../exploration/prior-draws';
import { type PageContent, type PageExamples, type PageLayout, type PageTrust, pageFormat } from '../../page/content';
import type { PackedDecoder } from '../../page/decoder';
import { priorOf } from '../../protocol/composition';
import type { ColumnValues, Examples } from '../../protocol/data';
import type { PageExport } from '../../protocol/page';
import { isDiscrete } from '../../protocol/posteriors';
import type { RunRecord, RunSummary } from '../../protocol/run';
import type { Projection } from '../../protocol/trainer';
import { gatherRows } from '../../training/batches';
import { encodeAll, inBatches } from '../../training/encoding';
import { type Baggage, decoderVariables } from './baggage';
import { placedIn } from './layout-baggage';
import type { PagedRun } from './paged-run';
import { withoutPlaces } from './without-places';

/** Draws from a prior that come along. */
const priorDrawCount = 1024;

/** Gathers what comes along of a run. Others are answered meanwhile. @throws the signal's reason */
export async function pageContent(
  run: PagedRun,
  baggage: Baggage,
  { state }: PageExport,
  signal: AbortSignal,
): Promise<PageContent> {
  const summary = run.summary();
  const { dataset } = run.data;
  const frames = [];
  for (const epoch of baggage.epochs) {
    signal.throwIfAborted();
    const { codes } = await run.encodings(epoch === baggage.present ? null : epoch);
    frames.push({ epoch, means: codes.means });
  }
  const { computed } = baggage;
  const columns: ColumnValues[] = [];
  for (const { name } of [...baggage.columns, ...computed.neighbourhoods]) {
    signal.throwIfAborted();
    columns.push(await run.exploration.answers.column({ name }, signal));
  }
  const layouts = await pageLayouts(run, baggage);
  const { selections } = await run.selections();
  const content: PageContent = {
    format: pageFormat,
    run: summaryOf(summary, baggage),
    encoding: dataset.encoding,
    frames,
    present: baggage.present,
    columns,
    logVars: computed.posteriors.length > 0 ? await logVarsOfAll(run) : null,
    trust: await pageTrust(run, baggage, layouts, signal),
    validation: run.split.validation,
    examples: await pageExamples(run, baggage, signal),
    layouts,
    decoder: baggage.withDecoder ? await packedDecoder(run) : null,
    ...(await priorDraws(run, baggage)),
    selections,
    state,
  };
  const { source } = summary.record.data;
  const places = source.startsWith('builtin:') ? [] : [source, dirname(source)];
  return withoutPlaces(content, [...places, run.directory, dirname(run.directory), homedir()]);
}

function summaryOf({ record, weights, history, columns, ...summary }: RunSummary, baggage: Baggage): RunSummary {
  const { neighbourhoods, posteriors, ofLayouts, trusted } = baggage.computed;
  const offered = [...baggage.columns, ...neighbourhoods, ...posteriors, ...(trusted.length > 0 ? ofLayouts : [])];
  const along = new Set(offered.map(({ name }) => name));
  return {
    directory: record.name,
    record: recordOf(record),
    // There are no others to choose.
    weights: { ...weights, best: null },
    history,
    frames: baggage.epochs,
    columns: columns.filter(({ name, role }) => role === 'latent' || along.has(name)),
    trainingExamples: summary.trainingExamples,
    validationExamples: summary.validationExamples,
  };
}

/** What the panel shows of a run: neither where its parts are, nor who trains it, nor what went wrong on that machine. */
function recordOf({
  name,
  created,
  status,
  config,
  data,
  fingerprint,
  epochs,
  backend,
  extended,
}: RunRecord): RunRecord {
  return {
    format: 2,
    name,
    created,
    status: status === 'running' ? 'stopped' : status,
    config: { ...config, data: { source: data.name } },
    data: { ...data, source: data.name, warnings: [] },
    fingerprint,
    encoding: null,
    epochs,
    backend: { name: backend.name, version: backend.version },
    ...(extended && { extended }),
    versions: {},
  };
}

async function pageLayouts(run: PagedRun, baggage: Baggage): Promise<PageLayout[]> {
  const layouts: PageLayout[] = [];
  for (const { points: _, ...layout } of baggage.layouts) {
    const made = await run.layouts.stored(layout);
    if (!made) continue;
    const { positions, report } = made;
    if (layout.of === undefined) layouts.push({ ...layout, part: null, positions, report });
    else {
      const placed = placedIn(positions);
      const part = setOf(placed, run.data.examples);
      layouts.push({ ...layout, part, positions: rowsOf({ latent: 3, means: positions }, placed).means, report });
    }
  }
  return layouts;
}

/** Each as the panel would compute it. @throws the signal's reason */
async function pageTrust(
  run: PagedRun,
  { computed: { ofLayouts, trusted }, present }: Baggage,
  layouts: readonly PageLayout[],
  signal: AbortSignal,
): Promise<PageTrust[]> {
  const found: PageTrust[] = [];
  const compute = async (of: PageTrust['of'], epoch: number, projection: Projection) => {
    for (const { name } of ofLayouts) {
      const { values } = await run.exploration.answers.column({ name, epoch, projection }, signal);
      found.push({ name, of, epoch, values });
    }
  };
  for (const wanted of trusted) {
    if ('kind' in wanted) await compute(wanted, present, wanted);
    else {
      const at = layouts.findIndex(({ params, epoch, of }) => {
        return params === wanted.params && epoch === wanted.epoch && of === wanted.of;
      });
      // It may not have been read.
      if (at < 0) continue;
      const { params, epoch, part } = layouts[at];
      await compute(at, epoch, { ...params, ...(part && { of: part }) });
    }
  }
  return found;
}

function logVarsOfAll(run: PagedRun): Promise<Float32Array | null> {
  const { examples } = run.data;
  return run.showing(null, ({ computation, weights }) =>
    weights.exclusive(async () => (await encodeAll(computation, examples, run.latent)).logVars),
  );
}

async function pageExamples(run: PagedRun, baggage: Baggage, signal: AbortSignal): Promise<PageExamples> {
  const { data, latent } = run;
  const { examples: indices, withDecoder } = baggage;
  const { computation } = await run.model();
  const count = indices.length;
  const originals: Examples[] = [];
  const reconstructions: Examples[] = [];
  const means = new Float32Array(count * latent);
  const logVars = run.capabilities.spread ? new Float32Array(count * latent) : null;
  const [reconstruction, kl] = [new Float32Array(count), new Float32Array(count)];
  await run.weights.exclusive(() =>
    inBatches(count, (begin, end) => {
      signal.throwIfAborted();
      const places = Int32Array.from(indices.subarray(begin, end), (index) => placeOf(data, index));
      const { encoding } = data.dataset;
      const inputs = gatherRows(data.dataset, places);
      originals.push(render(inputs, encoding));
      const encoded = computation.encode(places);
      means.set(encoded.means, begin * latent);
      if (encoded.logVars) logVars?.set(encoded.logVars, begin * latent);
      const measured = computation.measure(places);
      reconstruction.set(measured.reconstruction, begin);
      kl.set(measured.kl, begin);
      if (!withDecoder) {
        const decoded = computation.decode(encoded.means, computation.classify(places));
        reconstructions.push(render(ofOwnLibrary(decoded, inputs, encoding), encoding));
      }
    }),
  );
  return {
    indices,
    originals: joined(originals),
    reconstructions: withDecoder ? null : joined(reconstructions),
    means,
    logVars,
    reconstruction,
    kl,
  };
}

/** @param parts Of one kind, at least one. */
function joined(parts: readonly Examples[]): Examples {
  const [first] = parts;
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  switch (first.kind) {
    case 'images': {
      const pixels = new Uint8Array(count * first.height * first.width * first.channels);
      let at = 0;
      for (const part of parts) {
        if (part.kind !== 'images') continue;
        pixels.set(part.pixels, at);
        at += part.pixels.length;
      }
      return { ...first, count, pixels };
    }
    case 'rows':
      return { ...first, count, rows: parts.flatMap((part) => (part.kind === 'rows' ? part.rows : [])) };
    case 'text':
      return { ...first, count, texts: parts.flatMap((part) => (part.kind === 'text' ? part.texts : [])) };
  }
}

/** Of other priors than N(0, I), which a page draws from by itself; without a decoder nobody draws. */
async function priorDraws(run: PagedRun, { withDecoder }: Baggage): Promise<Pick<PageContent, 'priorDraws'>> {
  const { model } = await run.model();
  if (
    !withDecoder ||
    model.config.kind === 'ae' ||
    (priorOf(model.config).name === 'standard' && !isDiscrete(model.config))
  )
    return {};
  const draws = await run.weights.exclusive(async () => drawFromPrior(model, priorDrawCount, model.config.latent));
  return { priorDraws: draws };
}

async function packedDecoder(run: PagedRun): Promise<PackedDecoder> {
  const { model } = await run.model();
  const { encoding, summary } = run.data.dataset;
  const { architecture, hidden, latent, activation, likelihood, linearPath, posterior } = model.config;
  const weights = await run.weights.exclusive(async () =>
    decoderVariables(model).map(([name, variable]) => [name, Float32Array.from(variable.dataSync())] as const),
  );
  return {
    model: {
      architecture,
      hidden,
      latent,
      activation,
      likelihood,
      ...(linearPath && { linearPath }),
      ...(posterior && { posterior }),
    },
    shape: summary.shape,
    groups: featureGroups(encoding),
    library: libraryOf(encoding),
    weights: Object.fromEntries(weights),
  };
}
