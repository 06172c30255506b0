import * as v from 'valibot';
import { axisColumns } from '../../src/protocol/column-layout';
import type { PanelPage } from '../../src/protocol/panel';
import { defaultProjection } from '../../src/protocol/projection';
import type { RunSummary } from '../../src/protocol/run';
import type { Bits } from '../data/bits';
import { alignmentOf, columnsOf, directionOf, isAffine, layoutOf, ontoOf } from '../layouts/chosen-layout';
import { Ui } from './ui';
import { KeptDocument, keepDocument, type ViewDocument } from './view-document';

/** What a person has set in the panel. */
export interface PanelChoices {
  readonly view: ViewDocument;
  readonly ui: Ui;
}

const version = 2;
const Version1 = v.looseObject({ version: v.literal(1) });
const Version2 = v.object({
  version: v.literal(version),
  view: v.fallback(KeptDocument, () => v.parse(KeptDocument, {})),
  ui: v.fallback(Ui, () => v.parse(Ui, {})),
});

/** As plain JSON, to be kept over a reload. */
export function keepState({ view, ui }: PanelChoices): unknown {
  return { version, view: keepDocument(view), ui };
}

/** A state as it was kept, also by an earlier version, or the beginning where there is none that can be read. */
export function parseKeptState(kept: unknown): PanelChoices {
  const former = v.safeParse(Version1, kept);
  const parsed = v.safeParse(Version2, former.success ? fromVersion1(former.output) : kept);
  return parsed.success ? parsed.output : { view: v.parse(KeptDocument, {}), ui: v.parse(Ui, {}) };
}

/** Version 1 had all in one object, and what the legend hid by column: only that of the colour's column was hidden. */
function fromVersion1(kept: Readonly<Record<string, unknown>>): unknown {
  const hidden = v.safeParse(v.record(v.string(), v.unknown()), kept.hidden);
  const codes = hidden.success && typeof kept.colour === 'string' ? hidden.output[kept.colour] : [];
  const filters =
    Array.isArray(codes) && codes.length > 0 ? [{ kind: 'categories', column: kept.colour, hidden: codes }] : [];
  return { version, view: { ...kept, filters }, ui: kept };
}

/** Drops what the run does not have, and chooses what was left open. A page that a command asked for goes first. */
export function fitToRun({ view, ui }: PanelChoices, run: RunSummary, page: PanelPage | null): PanelChoices {
  const { latent } = run.record.config.model;
  const { data } = run.record;
  const columns = run.columns.map((column) => column.name);
  const error = run.columns.find(({ role }) => role === 'measure')?.name;
  const known = (name: string | null | undefined) => (name != null && columns.includes(name) ? name : null);
  const whichAxes = view.projection?.kind === 'axes' ? view.projection.axes : null;
  const direction = directionOf(view.projection);
  const axesFit = direction
    ? direction.vector.length === latent
    : (whichAxes?.every((index) => index < latent) ?? true);
  const ofTheRun = (examples: Bits) => examples.length === data.examples;
  const layout = layoutOf(view.projection);
  const given = columnsOf(view.projection);
  const offered = axisColumns(run.columns).map(({ name }) => name);
  const isShowable = given
    ? given.every((name) => offered.includes(name))
    : layout
      ? layout.of === undefined || ofTheRun(layout.of)
      : view.projection !== null &&
        axesFit &&
        (latent > 3 ||
          direction !== undefined ||
          (latent === 3 && whichAxes !== null) ||
          ontoOf(view.projection) !== undefined);
  return {
    ui: { ...ui, page: page ?? ui.page },
    view: {
      ...view,
      projection: fitAlignment(
        isShowable ? view.projection : { ...defaultProjection(latent), ...alignmentOf(view.projection) },
        run,
      ),
      colour: known(view.colour) ?? known(data.label) ?? error ?? columns[0] ?? null,
      filters: view.filters.filter((filter) => {
        if (filter.kind === 'query') return true;
        return filter.kind === 'examples' ? ofTheRun(filter.examples) : columns.includes(filter.column);
      }),
      selection: view.selection && ofTheRun(view.selection) ? view.selection : null,
      epoch: view.epoch !== null && run.frames.includes(view.epoch) ? view.epoch : null,
      pinned: view.pinned !== null && view.pinned < data.examples ? view.pinned : null,
      path: {
        ...view.path,
        points: view.path.points.filter((point) =>
          'code' in point ? point.code.length === latent : point.example < data.examples,
        ),
      },
    },
  };
}

/** Where the codes of the epoch that others were turned onto are not there, the newest takes its place. */
function fitAlignment(projection: ViewDocument['projection'], { frames }: RunSummary): ViewDocument['projection'] {
  const { alignedTo } = alignmentOf(projection);
  return typeof alignedTo !== 'number' || frames.includes(alignedTo) || !projection || !isAffine(projection)
    ? projection
    : { ...projection, alignedTo: null };
}
