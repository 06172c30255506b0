import type { LatentFrame } from '../../src/protocol/trainer';
import { axisLabels } from '../column-names';
import { legendShapes, legendWidth, type PictureLegend } from '../export/legend-shapes';
import { t } from '../l10n';
import { readPalette } from '../scene/palette';
import type { PointsView } from '../scene/points-view';
import { paintShapes } from '../scene/shape-painter';
import type { Shape } from '../scene/shapes';
import type { Studio } from '../scene/studio';
import { angleAt, type FilmKind, type FilmLength, type FilmSize, filmRatio, frameCount, stepAt } from './film-plan';

export interface FilmSettings extends FilmLength {
  readonly kind: FilmKind;
  readonly size: FilmSize;
  readonly turns: number;
  /** Writes the epoch into the picture. */
  readonly withEpoch: boolean;
  /** What the colours mean, at the side; null: it isn't there. */
  readonly legend: PictureLegend | null;
}

/** The epochs of a replay, and where the points are after each. */
export interface Replay {
  readonly epochs: readonly number[];
  frame(epoch: number): Promise<LatentFrame>;
}

/** Draws a film's pictures one after the other, all of them on one canvas of the film's size. */
export class FilmPictures {
  readonly canvas = document.createElement('canvas');
  readonly count: number;
  private readonly context: CanvasRenderingContext2D;
  private readonly studio: Studio;
  private readonly palette = readPalette();
  private readonly ratio: number;
  private readonly legend: readonly Shape[];
  /** Which of the replay's epochs the points were sent to last. */
  private sentTo = -1;
  private epoch: number | null = null;

  constructor(
    points: PointsView,
    private readonly settings: FilmSettings,
    private readonly replay: Replay,
  ) {
    const { size, legend, kind } = settings;
    this.count = frameCount(settings);
    this.canvas.width = size.width;
    this.canvas.height = size.height;
    const context = this.canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (!context) throw new Error('There is no canvas');
    this.context = context;
    this.ratio = filmRatio(size);
    const height = size.height / this.ratio;
    const left = size.width / this.ratio - (legend ? legendWidth : 0);
    this.studio = points.studio({ width: left, height }, this.ratio, kind === 'replay');
    this.legend = legend ? legendShapes(legend, this.palette, { left, height }) : [];
  }

  /** Puts a picture on the canvas, from the first to the last. */
  async draw(number: number): Promise<void> {
    const { settings, count, context, ratio } = this;
    const now = (1000 * number) / settings.framesPerSecond;
    if (settings.kind === 'replay') await this.send(now);
    const picture = this.studio.picture(now, settings.kind === 'turn' ? angleAt(number, count, settings.turns) : 0);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = `rgb(${this.palette.background.join(' ')})`;
    context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(picture, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintShapes(context, this.epoch === null ? this.legend : [...this.legend, this.epochWords(this.epoch)]);
  }

  /** Sends the points to the epoch whose time has come. */
  private async send(now: number): Promise<void> {
    const { settings, replay } = this;
    const length = (1000 * this.count) / settings.framesPerSecond;
    const { at, since, duration } = stepAt(now, length, replay.epochs.length);
    if (at === this.sentTo) return;
    const { epoch, positions, axes } = await replay.frame(replay.epochs[at]);
    this.studio.place(positions, axisLabels(axes), since, this.sentTo < 0 ? 0 : duration);
    this.sentTo = at;
    if (settings.withEpoch) this.epoch = epoch;
  }

  private epochWords(epoch: number): Shape {
    const { palette } = this;
    return {
      kind: 'text',
      text: epoch === 0 ? t('Before training') : t('Epoch {0}', epoch),
      at: { x: 16, y: 16 },
      align: 'left',
      baseline: 'top',
      font: `600 18px ${palette.font}`,
      colour: palette.foreground,
      outline: palette.background,
      alpha: 1,
    };
  }
}
