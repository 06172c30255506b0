import type { Density } from '../density/messages';
import type { Combine } from '../selection/combine';
import type { Palette } from './colours';
import { densityLines } from './density/density-lines';
import { HazeLayer } from './density/haze-layer';
import type { PlaceName } from './names/name-places';
import { NamesLayer } from './names/names-layer';
import type { PictureSource } from './pictures/picture-source';
import { PicturesLayer } from './pictures/pictures-layer';
import type { Viewpoint } from './projection';
import type { SceneContent } from './scene-content';
import type { ScreenPoints } from './screen-points';
import type { Shape } from './shapes';

/** What lies over the points, whatever draws those: a haze, pictures, names. */
export class Overlays {
  readonly pictures: PicturesLayer;
  readonly names: NamesLayer;
  private readonly haze = new HazeLayer();
  private density: Density | null = null;
  private shown: Viewpoint | null = null;
  private stale = false;

  constructor(
    private readonly content: SceneContent,
    screen: ScreenPoints,
    chosen: (name: number, how: Combine) => void,
    private readonly stirred: () => void,
  ) {
    const stir = () => this.stir();
    this.pictures = new PicturesLayer(content.cloud, screen, stir);
    this.names = new NamesLayer(chosen, stir);
  }

  /** The lowest first. */
  get elements(): readonly HTMLElement[] {
    return [this.haze.canvas, this.pictures.canvas, this.names.element];
  }

  setNames(names: readonly PlaceName[]): void {
    this.names.set(names);
    this.stir();
  }

  setDensity(density: Density | null): void {
    this.density = density;
    this.stir();
  }

  setPictures(source: PictureSource | null): void {
    this.pictures.source = source;
    this.stir();
  }

  private stir(): void {
    this.stale = true;
    this.stirred();
  }

  /** Fonts and colours may have changed. */
  refreshTheme(): void {
    this.names.measure();
    this.stir();
  }

  /** Follows the points to how they are seen; where nothing changed, nothing is done. */
  show(view: Viewpoint, palette: Palette): void {
    if (view === this.shown && !this.stale) return;
    this.shown = view;
    this.stale = false;
    this.haze.paint(this.seenHaze, view, palette);
    this.pictures.show(view);
    this.names.show(view);
  }

  private get seenHaze() {
    return this.density?.kind === 'haze' && !this.content.flat ? this.density.haze : null;
  }

  /** Lines around dense regions, which are drawn with the points. */
  lines(view: Viewpoint, palette: Palette): readonly Shape[] {
    const { density, content } = this;
    return density?.kind === 'contours' && content.flat ? densityLines(view, density.contours, palette) : [];
  }

  rest(view: Viewpoint): void {
    this.pictures.rest(view);
  }

  /** The haze and the pictures as one picture of `ratio` pixels for each of the view; null where there are none. */
  still(view: Viewpoint, palette: Palette, ratio: number): HTMLCanvasElement | null {
    const haze = this.seenHaze;
    if (!haze && !this.pictures.source) return null;
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(view.width * ratio);
    canvas.height = Math.round(view.height * ratio);
    const context = canvas.getContext('2d');
    if (!context) return null;
    context.scale(ratio, ratio);
    this.haze.paint(haze, view, palette);
    if (haze) context.drawImage(this.haze.canvas, 0, 0, view.width, view.height);
    this.pictures.draw(context, view);
    return canvas;
  }
}
