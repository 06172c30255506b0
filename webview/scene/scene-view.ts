import type { Scatter } from '../density/kernel-density';
import { CameraRig } from './camera-rig';
import type { ViewSize } from './eye';
import type { CameraState } from './framing';
import { glideDuration } from './glide';
import { MarksLayer } from './marks-layer';
import { Overlays } from './overlays';
import { pixelRatio } from './pixel-ratio';
import type { PointsView, ViewStatistics } from './points-view';
import { RasterScene } from './raster/raster-scene';
import { StillPainter } from './raster/still-picture';
import { RenderLoop, type SceneParts } from './render-loop';
import { SceneContent } from './scene-content';
import { createSceneElement, describeScene } from './scene-element';
import { cameraDuration, SceneInput } from './scene-input';
import { ScenePainter } from './scene-painter';
import type { SceneRenderer, StillFrame } from './scene-renderer';
import type { PointsViewListener, SceneState } from './scene-state';
import { ScreenPoints } from './screen-points';
import { SceneStudio, type Studio } from './studio';
import { normalise, subtract, type Vector3 } from './vector';
import { WebglScene } from './webgl-scene';

/** What changes in the view as well, so that the same value may be news. */
const ownOfView: ReadonlySet<string> = new Set(['cursor', 'pinned', 'neighbours']);

/** Puts the parts together: what is shown, what draws it, what moves it. */
export class SceneView implements PointsView, SceneParts {
  readonly content = new SceneContent();
  readonly element: HTMLElement;
  readonly rig: CameraRig;
  readonly painter: ScenePainter;
  readonly marks = new MarksLayer();
  readonly overlays: Overlays;
  readonly input: SceneInput;
  private drawnBy: SceneRenderer;
  private readonly loop: RenderLoop;
  private readonly resizing: ResizeObserver;
  private readonly abort = new AbortController();

  /** What was told last of each part. */
  private readonly latest: { -readonly [K in keyof SceneState]?: SceneState[K] } = {};
  private reduced = false;
  /** Whether the next resize keeps in place what is seen. */
  private held = false;

  constructor(
    private readonly listener: PointsViewListener,
    forced: 'webgl' | 'canvas' | null,
  ) {
    this.element = createSceneElement(this.abort.signal);
    describeScene(this.element, 0, 'orbit');
    this.loop = new RenderLoop(this, listener);
    this.rig = new CameraRig(
      this.element,
      () => this.loop.invalidate(),
      () => this.loop.takeCamera(),
    );
    const screen = new ScreenPoints();
    this.overlays = new Overlays(
      this.content,
      screen,
      (name, how) => listener.name?.(name, how),
      () => this.loop.remark(),
    );
    this.painter = new ScenePainter(this.content, this.rig, this.overlays);
    const webgl = forced === 'canvas' ? null : WebglScene.create({ inSoftware: forced === 'webgl' });
    this.drawnBy = this.connect(webgl ?? new RasterScene());
    this.element.append(this.drawnBy.canvas, ...this.overlays.elements, this.marks.canvas);
    this.surviveContextLoss(this.drawnBy);
    this.input = new SceneInput(this.element, this.content, this.rig, listener, this.loop, this.overlays, screen);
    this.resizing = new ResizeObserver(() => this.resize());
    this.resizing.observe(this.element);
  }

  get renderer(): SceneRenderer {
    return this.drawnBy;
  }

  get kind(): 'webgl' | 'canvas' {
    return this.drawnBy.kind;
  }

  private connect(renderer: SceneRenderer): SceneRenderer {
    renderer.onShown = (view) => this.loop.pictureShown(view);
    return renderer;
  }

  /** Draws on a plain canvas for as long as the graphics context is lost. */
  private surviveContextLoss(renderer: SceneRenderer): void {
    const { signal } = this.abort;
    renderer.canvas.addEventListener(
      'webglcontextlost',
      (event) => {
        event.preventDefault();
        this.exchangeRenderer(this.connect(new RasterScene()));
      },
      { signal },
    );
    renderer.canvas.addEventListener('webglcontextrestored', () => this.exchangeRenderer(renderer), { signal });
  }

  private exchangeRenderer(renderer: SceneRenderer): void {
    const former = this.drawnBy;
    former.canvas.replaceWith(renderer.canvas);
    this.drawnBy = renderer;
    if (former.kind === 'canvas') former.dispose();
    this.resize();
  }

  update(change: Partial<SceneState>, { glide = false }: { readonly glide?: boolean } = {}): void {
    const { content, latest, loop } = this;
    const next = Object.fromEntries(
      Object.entries(change).filter(([key, value]) => ownOfView.has(key) || value !== latest[key as keyof SceneState]),
    ) as Partial<SceneState>;
    Object.assign(latest, next);
    const { axes, positions, colours, shown, pinned, neighbours, samples, cursor, pointSize, tool } = next;
    const turned = axes !== undefined && content.setLabels(axes);
    if (positions) {
      content.setPositions(positions);
      this.place(glide && !this.reduced && positions.length / 3 === content.cloud.count ? glideDuration : 0);
    } else if (turned) this.place(0);
    if (colours) content.cloud.setColours(colours);
    if (shown !== undefined) content.cloud.setVisible(shown);
    if (samples !== undefined) content.samples = samples;
    if (next.paths) content.paths = next.paths;
    if (next.trails !== undefined) content.trails = next.trails;
    if (next.bodies !== undefined) content.bodies = next.bodies;
    if (next.spots !== undefined) content.spots = next.spots;
    if (pointSize !== undefined) content.sizeFactor = pointSize;
    if (pinned !== undefined) content.selected = pinned;
    if (neighbours) content.neighbours = neighbours;
    if (cursor !== undefined) content.cursorPlace = cursor;
    if (next.names) this.overlays.setNames(next.names);
    if (next.density !== undefined) this.overlays.setDensity(next.density);
    if (next.pictures !== undefined) this.overlays.setPictures(next.pictures);
    if (tool) this.input.tool = tool;
    if (tool || positions) describeScene(this.element, content.cloud.count, latest.tool ?? 'orbit');
    const points = axes ?? positions ?? colours ?? samples;
    const drawn = [shown, samples, pointSize, next.density, next.trails, next.bodies].some(
      (part) => part !== undefined,
    );
    if (points || drawn) loop.refresh();
    else if (Object.keys(next).length > 0) loop.remark();
    if (positions || turned || shown !== undefined) this.listener.placed?.();
  }

  /** Takes the points to where they are to be shown, and the camera with them. */
  private place(duration: number): void {
    const { content } = this;
    const now = performance.now();
    const taken = content.place(now, duration);
    this.rig.setBox(content.goal, content.flat, now, taken);
    this.loop.refresh();
  }

  picture(scale: number, transparent: boolean, pointsOnly = false): HTMLCanvasElement {
    const frame = this.still();
    const wanted = pointsOnly ? { ...frame, behind: [], above: [], over: null } : frame;
    return new StillPainter().paint(wanted, scale, transparent);
  }

  still(): StillFrame {
    return this.painter.still();
  }

  studio(size: ViewSize, ratio: number, moves: boolean): Studio {
    const { content, rig, overlays } = this;
    const camera = rig.framesAll ? null : rig.state;
    const direction = normalise(subtract(rig.state.position, rig.state.target), [0, 0, 1]);
    return new SceneStudio(content.copy(), moves ? null : overlays, { ...size, ratio, camera, direction });
  }

  get scatter(): Scatter {
    const { cloud, flat } = this.content;
    return { positions: cloud.to, shown: cloud.shown, dims: flat ? 2 : 3 };
  }

  frame(): void {
    this.rig.frame(performance.now(), cameraDuration);
    this.loop.refresh();
  }

  lookAt(place: Vector3): void {
    this.input.lookAt(place);
  }

  lookAtExample(index: number): void {
    this.input.lookAtPoint(index);
  }

  holdPlace(): void {
    this.held = true;
    // What changes now is laid out in the next frame; a resize after that has another cause.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        this.held = false;
      }),
    );
  }

  get camera(): CameraState {
    return this.rig.state;
  }

  set camera(state: CameraState) {
    this.rig.state = state;
    this.loop.refresh();
  }

  setReducedMotion(reduced: boolean): void {
    this.reduced = reduced;
    this.rig.setReducedMotion(reduced);
  }

  refreshTheme(): void {
    this.painter.refreshTheme();
    this.overlays.refreshTheme();
    this.loop.refresh();
  }

  statistics(): ViewStatistics {
    const { loop, painter, content } = this;
    const { drawn } = painter;
    return { points: content.cloud.count, drawn, pictures: loop.pictures, medianFrameMs: loop.times.median() };
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (width === 0 || height === 0) return;
    const { rig } = this;
    const known = rig.sized;
    this.renderer.resize(width, height, pixelRatio());
    const now = performance.now();
    if (this.held && known) this.resizeInPlace(width, height, now);
    else rig.resize(width, height, now);
    this.held = false;
    this.loop.redraw(now);
  }

  /** The selected point stays where it is seen; where there is none, all does, and then glides into the new frame. */
  private resizeInPlace(width: number, height: number, now: number): void {
    const { selected, cloud } = this.content;
    const place = selected === null ? this.rig.state.target : cloud.place(selected);
    this.rig.resizeAround(width, height, place);
    if (selected === null) this.rig.followFrame(now, cameraDuration);
  }

  dispose(): void {
    this.loop.dispose();
    this.abort.abort();
    this.resizing.disconnect();
    this.input.dispose();
    this.rig.dispose();
    this.renderer.dispose();
    this.element.remove();
  }
}
