import './export.css';
import type { SelectionUse, TableContent, TableFormat, WantedExamples } from '../../src/protocol/export';
import type { PageOnShow } from '../../src/protocol/page';
import type { PanelMethods } from '../../src/protocol/panel';
import { textButton } from '../controls';
import { h, setText } from '../dom';
import { exportFilm } from '../film/film-export';
import { createFilmFields } from '../film/film-fields';
import { createFilmProgress } from '../film/film-progress';
import { t } from '../l10n';
import { Latest } from '../latest';
import { type Choice, checkbox, select } from '../native-controls';
import { formatInteger } from '../numbers';
import { type Panel, projectionOf } from '../panel';
import type { PointsView } from '../scene/points-view';
import { keepState } from '../state/kept-state';
import type { PictureLegend } from './legend-shapes';
import { planInWords } from './page-plan';
import { pictureFile } from './picture-file';
import { mostSvgPoints } from './svg-picture';

/** What can be taken away. */
type What = 'picture' | 'film' | 'page' | TableContent['kind'] | SelectionUse;
type Which = 'all' | 'shown' | 'selected';

export interface ExportDialog {
  readonly elements: readonly HTMLDialogElement[];
  /** @param proposed What is chosen when it opens; else what was chosen last. */
  open(proposed?: What): void;
}

/** Asks what to take away, of which examples and in which form. Where to, the editor asks. */
export function createExportDialog(panel: Panel, points: PointsView, legend: () => PictureLegend | null): ExportDialog {
  const what = select<What>(t('What'), 'export-what', whats(panel));
  const which = select<Which>(t('Examples'), 'export-which', []);
  const format = select<string>(t('Format'), 'export-format', []);
  const withColumns = checkbox(t('With the columns of the data'), 'export-columns', true);
  const withLegend = checkbox(t('With the legend'), 'export-legend', true);
  const transparent = checkbox(t('Transparent'), 'export-transparent', false);
  const film = createFilmFields(panel, points, () => draw());
  const progress = createFilmProgress();
  const hint = h('p', { class: 'hint', role: 'status', testid: 'export-hint' });
  const save = textButton({
    label: t('Save…'),
    testid: 'export-save',
    appearance: 'primary',
    onClick: () => void take(),
  });
  const cancel = textButton({ label: t('Cancel'), testid: 'export-cancel', onClick: () => element.close() });
  const element = h(
    'dialog',
    { class: 'export overlay', 'aria-label': t('Export'), testid: 'export-dialog' },
    h('h2', {}, t('Export')),
    h(
      'div',
      { class: 'export-fields' },
      what.element,
      which.element,
      format.element,
      film.element,
      withColumns.element,
      withLegend.element,
      transparent.element,
    ),
    hint,
    h('div', { class: 'dialog-buttons' }, save.element, cancel.element),
  );

  /** What a page would hold is said before it is written. */
  const plan = new Latest(
    () => panel.host.call('pagePlan', onShow()),
    (planned) => {
      if (what.value === 'page') setText(hint, planInWords(planned));
    },
    panel.fail,
  );

  const draw = () => {
    const kind = what.value;
    const isPicture = kind === 'picture';
    const isFilm = kind === 'film';
    const isTable = kind === 'coordinates' || kind === 'latents' || kind === 'columns';
    format.offer(isPicture ? pictureFormats() : isTable ? tableFormats(kind) : []);
    format.element.hidden = !isPicture && !isTable;
    which.element.hidden = isPicture || isFilm || kind === 'page';
    withColumns.element.hidden = !isTable || kind === 'columns' || format.value === 'npy';
    withLegend.element.hidden = !isPicture && !isFilm;
    transparent.element.hidden = !isPicture;
    film.element.hidden = !isFilm;
    film.draw();
    save.setDisabled(isFilm && film.settings(null) === null);
    setText(hint, hintOf(kind, format.value));
    if (kind === 'page') plan.ask({});
  };
  what.input.addEventListener('change', draw);
  format.input.addEventListener('change', draw);

  function hintOf(kind: What, chosen: string): string {
    if (kind === 'picture') {
      return chosen === 'svg'
        ? t('More than {0} points are one picture in it.', mostSvgPoints)
        : t('The picture is as large as the view.');
    }
    if (kind === 'film') return film.hint();
    if (kind === 'page') return t('Looking at what it will hold…');
    if (kind === 'list')
      return t('The file of each example, or its line, with what names it; as .txt the file or line alone.');
    if (kind === 'dataset') return t('A data set to train on, with these examples alone.');
    if (kind === 'exclude') {
      return t(
        'A list for the setting data.exclude of a configuration, or for --exclude: training leaves these examples out.',
      );
    }
    return '';
  }

  /** A picture of what is shown, or a file that the trainer writes. */
  async function take(): Promise<void> {
    const { host, view } = panel;
    element.close();
    try {
      const kind = what.value;
      if (kind === 'picture') await takePicture();
      else if (kind === 'film') await takeFilm();
      else if (kind === 'page') await takePage();
      else if (kind === 'list' || kind === 'dataset' || kind === 'exclude') {
        await host.call('exportSelection', { use: kind, examples: wanted(which.value) });
      } else {
        await host.call('exportTable', {
          format: format.value as TableFormat,
          content: {
            kind,
            epoch: view.get().epoch,
            projection: projectionOf(panel),
            withColumns: withColumns.input.checked,
          },
          examples: wanted(which.value),
        });
      }
    } catch (error) {
      panel.fail(error);
    }
  }

  async function takePicture(): Promise<void> {
    const chosen = format.value;
    const content = await pictureFile(points, {
      format: chosen === 'svg' ? 'svg' : 'png',
      scale: chosen === 'png2' ? 2 : 1,
      transparent: transparent.input.checked,
      legend: withLegend.input.checked ? legend() : null,
    });
    await panel.host.call('saveFile', { words: '', ending: chosen === 'svg' ? '.svg' : '.png', content });
  }

  async function takeFilm(): Promise<void> {
    const settings = film.settings(withLegend.input.checked ? legend() : null);
    if (settings) await exportFilm(panel, points, progress, { format: film.format, settings });
  }

  /** What is on show comes along; named selections are the run's. */
  async function takePage(): Promise<void> {
    const { host, ui, view } = panel;
    const shown = view.get();
    const state = keepState({ view: { ...shown, named: [] }, ui: ui.get() });
    await host.call('exportPage', { state, ...onShow() });
  }

  function onShow(): PageOnShow {
    return { pinned: panel.view.get().pinned, projection: projectionOf(panel) };
  }

  function wanted(chosen: Which): WantedExamples {
    const { selection } = panel.view.get();
    const bits = chosen === 'selected' ? selection : chosen === 'shown' ? panel.shown.get().examples : null;
    return bits?.indices() ?? null;
  }

  function open(proposed?: What): void {
    if (proposed) what.input.value = proposed;
    const { selection } = panel.view.get();
    const { examples } = panel.session.get().run.record.data;
    const seen = panel.shown.get().examples;
    const words = (label: string, count: number) => `${label} · ${formatInteger(count)}`;
    which.offer([
      ...(selection ? [{ value: 'selected' as const, label: words(t('Selected'), selection.count) }] : []),
      ...(seen ? [{ value: 'shown' as const, label: words(t('Shown'), seen.count) }] : []),
      { value: 'all', label: words(t('All'), examples) },
    ]);
    draw();
    element.showModal();
  }
  return { elements: [element, progress.element], open };
}

/** What the host can write. */
function whats({ offers }: Panel): readonly Choice<What>[] {
  const choices: readonly (Choice<What> & { readonly needs: keyof PanelMethods })[] = [
    { value: 'picture', label: t('Picture'), needs: 'saveFile' },
    { value: 'film', label: t('Film'), needs: 'beginFilm' },
    { value: 'page', label: t('Web page'), needs: 'exportPage' },
    { value: 'coordinates', label: t('Coordinates in this layout'), needs: 'exportTable' },
    { value: 'latents', label: t('Latent codes'), needs: 'exportTable' },
    { value: 'columns', label: t('Columns'), needs: 'exportTable' },
    { value: 'list', label: t('List of the examples'), needs: 'exportSelection' },
    { value: 'dataset', label: t('Data set to train on'), needs: 'exportSelection' },
    { value: 'exclude', label: t('List of examples to leave out'), needs: 'exportSelection' },
  ];
  return choices.filter((choice) => offers(choice.needs));
}

function pictureFormats(): readonly Choice<string>[] {
  return [
    { value: 'png', label: 'PNG' },
    { value: 'png2', label: t('PNG, twice as fine') },
    { value: 'svg', label: 'SVG' },
  ];
}

/** A .npy file has no room for words. */
function tableFormats(kind: TableContent['kind']): readonly Choice<string>[] {
  const formats = [
    { value: 'csv', label: 'CSV' },
    { value: 'json', label: 'JSON' },
    { value: 'parquet', label: 'Parquet' },
  ];
  return kind === 'columns' ? formats : [...formats, { value: 'npy', label: t('NumPy (.npy)') }];
}
