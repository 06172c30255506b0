import { stat } from 'node:fs/promises';
import type { Sentence } from '../../protocol/errors';
import type {
  Brightness,
  Cells,
  CellsParams,
  Thumbnails,
  ThumbnailsParams,
  ViewedData,
  ViewedSummary,
  ViewedValues,
} from '../../protocol/view';
import { breathe, type Task } from '../../task';
import { fileFailure } from '../bytes/failure';
import { scalingOf } from '../examples/encoding/pixels';
import { openStored } from '../formats/place';
import type { StoredData } from '../formats/stored-data';
import { ExampleWindow } from './example-window';
import { type ImageLayout, imageLayoutOf } from './image-layout';
import { inspectStored } from './inspection';
import { LabelWindow } from './label-window';
import { TableWindow } from './table-window';
import { drawThumbnail, thumbnailChannels, thumbnailSize } from './thumbnail';
import { ValueRange } from './value-range';

/** What examples are read by, in bytes: a page comes in several such steps. */
const stepBytes = 1 << 21;

/** A file of data that is being looked at: any page of it, and what is in all of it. */
export class StoredView {
  private readonly labels: LabelWindow;
  private readonly layout: ImageLayout | null;
  /** Pages are read one after the other. */
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly data: StoredData,
    private readonly bytes: number,
    /** Null for a table, whose cells are elsewhere. */
    private readonly examples: ExampleWindow | null,
    private readonly table: TableWindow | null,
  ) {
    // Where there is a table, they are one of its columns.
    this.labels = new LabelWindow(data, data.table ? null : data.labels);
    this.layout = examples && imageLayoutOf(data.values.shape);
  }

  /** @throws UserError as `openStored`; data.view.example where an example is too large to be looked at. */
  static async open(path: string, options: { readonly array?: string; readonly task: Task }): Promise<StoredView> {
    const data = await openStored(path, options);
    const { size } = await stat(path).catch((error: unknown) => {
      throw fileFailure(error, path);
    });
    const isTable = data.table !== undefined && data.choice === undefined;
    const examples = isTable ? null : new ExampleWindow(data.path, data.values);
    return new StoredView(data, size, examples, data.table ? new TableWindow(data.table) : null);
  }

  /** What is known before all is read. Reads the first examples of images. */
  async describe(task: Task): Promise<ViewedData> {
    const { data, layout } = this;
    const { kind, values, labels, columns, choice, warnings } = data;
    return {
      kind,
      bytes: this.bytes,
      examples: this.count,
      shape: values.shape,
      dtype: values.dtype,
      labels: labels && { dtype: labels.dtype },
      choice: choice
        ? {
            chosen: choice.chosen,
            members: (await choice.members(task)).map(({ name, array }) => ({ name, ...array })),
          }
        : null,
      images: layout && {
        height: layout.height,
        width: layout.width,
        colour: thumbnailChannels(layout) === 3,
        brightness: await this.firstBrightness(task),
      },
      columns: columns.slice(columns.length - this.named),
      elements: this.examples && values.shape.slice(1),
      warnings: warnings.filter(isOfInterest),
    };
  }

  /** @param params Within the data's bounds; what lies beyond them is left out. */
  thumbnails({ begin, count, edge, brightness }: ThumbnailsParams, task: Task): Promise<Thumbnails> {
    return this.inTurn(async () => {
      const { layout, examples } = this;
      if (!layout || !examples) throw new Error('These data are no images.');
      const end = Math.min(this.count, begin + count);
      const size = thumbnailSize(layout, edge);
      const channels = thumbnailChannels(layout);
      const area = size.height * size.width * channels;
      const pixels = new Uint8Array(Math.max(0, end - begin) * area);
      const step = examples.perBytes(stepBytes);
      for (let from = begin; from < end; from += step) {
        const to = Math.min(end, from + step);
        const values = await examples.read(from, to, task);
        for (let i = from; i < to; i++) {
          const target = pixels.subarray((i - begin) * area, (i - begin + 1) * area);
          drawThumbnail(target, size, values, i - from, layout, brightness);
        }
        await breathe(task.signal);
      }
      const labels = await this.labels.read(begin, end, task);
      return { begin, count: pixels.length / area, ...size, channels, pixels, labels };
    });
  }

  /** @param params As in `thumbnails`. */
  cells({ rows, columns }: CellsParams, task: Task): Promise<Cells> {
    return this.inTurn(async () => {
      const { table, examples, named } = this;
      const end = Math.min(this.count, rows.end);
      const wanted = { begin: Math.min(rows.begin, end), end };
      const namedColumns = { begin: Math.min(columns.begin, named), end: Math.min(columns.end, named) };
      const width = examples?.width ?? 0;
      const elements = {
        begin: Math.min(Math.max(0, columns.begin - named), width),
        end: Math.min(Math.max(0, columns.end - named), width),
      };
      const isNamed = table && namedColumns.end > namedColumns.begin;
      const isElements = examples && elements.end > elements.begin;
      return {
        rows: wanted,
        columns: { begin: columns.begin, end: Math.min(columns.end, named + width) },
        values: [
          ...(isNamed ? await table.read(wanted, namedColumns, task) : []),
          ...(isElements ? await readElements(examples, wanted, elements, task) : []),
        ],
        labels: await this.labels.read(wanted.begin, wanted.end, task),
      };
    });
  }

  /** Reads all once. */
  async survey(task: Task): Promise<ViewedSummary> {
    const { data, layout } = this;
    const range = new ValueRange();
    const watched = layout ? { ...data, values: range.watching(data.values) } : data;
    const summary = await inspectStored(watched, task);
    const warnings = summary.warnings.filter(isOfInterest);
    return { ...summary, warnings, brightness: layout && brightnessOf(range) };
  }

  close(): Promise<void> {
    return this.inTurn(async () => {
      await Promise.all([this.labels.close(), this.examples?.close(), this.table?.close()]);
    });
  }

  private get count(): number {
    return this.data.table?.rows ?? this.data.values.shape[0] ?? 1;
  }

  /** Columns that have a name of their own. */
  private get named(): number {
    return this.data.table?.columns.length ?? 0;
  }

  private async firstBrightness(task: Task): Promise<Brightness> {
    const { examples } = this;
    const end = Math.min(this.count, examples?.perBytes(stepBytes) ?? 0);
    if (!examples || end === 0) return scalingOf({ low: 0, high: 255 });
    return brightnessOf(ValueRange.of(await this.inTurn(() => examples.read(0, end, task))));
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work);
    this.last = result.catch(() => {});
    return result;
  }
}

/** That words are no part of an array of numbers matters to who converts a table: here they are seen. */
function isOfInterest({ code }: Sentence): boolean {
  return code !== 'data.table.words';
}

function brightnessOf(range: ValueRange): Brightness {
  return scalingOf(range.known ? range : { low: 0, high: 255 });
}

/** Columns of an array of examples. */
async function readElements(
  examples: ExampleWindow,
  rows: { readonly begin: number; readonly end: number },
  columns: { readonly begin: number; readonly end: number },
  task: Task,
): Promise<ViewedValues[]> {
  const count = rows.end - rows.begin;
  const picked = Array.from({ length: columns.end - columns.begin }, () => emptyLike(examples.array.dtype, count));
  const step = examples.perBytes(stepBytes);
  for (let from = rows.begin; from < rows.end; from += step) {
    const to = Math.min(rows.end, from + step);
    const values = await examples.read(from, to, task);
    picked.forEach((target, i) => {
      for (let row = from; row < to; row++) {
        target[row - rows.begin] = values[(row - from) * examples.width + columns.begin + i];
      }
    });
    await breathe(task.signal);
  }
  return picked;
}

function emptyLike(dtype: string, count: number): Float64Array | BigInt64Array | BigUint64Array {
  if (dtype === 'int64') return new BigInt64Array(count);
  return dtype === 'uint64' ? new BigUint64Array(count) : new Float64Array(count);
}
