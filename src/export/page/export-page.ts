import { spread } from '../../exploration/example-set';
import { placeOf } from '../../exploration/explored-data';
import type { Exported } from '../../protocol/export';
import type { PageExport, PageLanguage, PageOnShow, PagePlan } from '../../protocol/page';
import { writeWhole } from '../export-table';
import { type Baggage, chooseBaggage } from './baggage';
import { bytesOf } from './layout-baggage';
import { pageContent } from './page-content';
import { deflated, emptyPageBytes, pageFile } from './page-file';
import type { PagedRun } from './paged-run';

/** @throws UserError page.tooLarge */
export async function planPage(run: PagedRun, shown: PageOnShow): Promise<PagePlan> {
  const baggage = await chooseBaggage(run, shown);
  const { neighbourhoods, posteriors, trusted } = baggage.computed;
  return {
    bytes: await estimate(run, baggage),
    points: run.data.examples,
    examples: baggage.examples.length,
    epochs: baggage.epochs.length,
    allEpochs: baggage.allEpochs,
    layouts: baggage.layouts.length,
    allLayouts: baggage.allLayouts,
    computed: [...new Set([...neighbourhoods, ...posteriors].flatMap(({ quantity }) => quantity ?? []))],
    trusted: trusted.length,
    decoderBytes: baggage.decoderBytes,
    isDecoderComputed: baggage.isDecoderComputed,
    withDecoder: baggage.withDecoder,
  };
}

/**
 * Writes a page that shows the run to whoever opens it: whole, or not at all.
 * @throws UserError page.tooLarge, data.unwritable, and what the run says of its codes and columns
 */
export async function exportPage(
  run: PagedRun,
  path: string,
  page: PageExport & { readonly language: PageLanguage },
  signal: AbortSignal,
): Promise<Exported> {
  const baggage = await chooseBaggage(run, page);
  const content = await pageContent(run, baggage, page, signal);
  await writeWhole(path, pageFile(content, page.language));
  return { paths: [path], examples: run.data.examples };
}

/** Of these parts a sample is deflated. */
const sampledExamples = 256;
const sampledCodes = 2 ** 16;
/** Weights and errors are as good as random; columns of words or whole numbers are less than half. */
const floatRatio = 0.93;
const columnRatio = 0.5;

/** Bytes of the file, about. */
async function estimate(
  run: PagedRun,
  { epochs, examples, columns, computed, layouts, ...baggage }: Baggage,
): Promise<number> {
  const { codes } = await run.encodings(null);
  const { values, summary } = run.data.dataset;
  const width = values.length / summary.examples;
  const sample = spread(examples, sampledExamples);
  const rows = Buffer.concat(
    Array.from(sample, (index) => viewOf(values.subarray(placeOf(run.data, index) * width).subarray(0, width))),
  );
  const examplesBytes = (examples.length / sample.length) * (await deflated(rows)).length;
  const codesSample = viewOf(codes.means.subarray(0, sampledCodes));
  const codesRatio = (await deflated(codesSample)).length / codesSample.length;
  const points = run.data.examples;
  const raw =
    codesRatio * 4 * codes.means.length * epochs.length +
    columnRatio * 4 * points * columns.length +
    examplesBytes * (baggage.withDecoder ? 1 : 2) +
    floatRatio *
      (4 * examples.length * run.latent * (run.capabilities.spread ? 2 : 1) +
        computed.bytes +
        layouts.reduce((sum, layout) => sum + bytesOf(run, layout.points), 0) +
        (baggage.withDecoder ? baggage.decoderBytes : 0));
  return Math.round((4 / 3) * raw) + (await emptyPageBytes());
}

function viewOf(values: Uint8Array | Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
