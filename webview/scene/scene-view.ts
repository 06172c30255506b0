import { t } from '../l10n';
import { CameraRig } from './camera-rig';
import { CanvasScene } from './canvas-scene';
import { FrameTimes } from './frame-times';
import { type CameraState, sameView } from './framing';
import { glideDuration } from './glide';
import type { PointScale } from './point-size';
import type { PointsView } from './points-view';
import { SceneContent } from './scene-content';
import { cameraDuration, type SceneHost, SceneInput } from './scene-input';
import { ScenePainter } from './scene-painter';
import type { SceneFrame, SceneRenderer } from './scene-renderer';
import type { PointsViewListener, SceneState } from './scene-state';
import { WebglScene } from './webgl-scene';

/** What did not move for so long is at rest, in ms. */
const restAfter = 160;
const sharpest = 2;
/** What changes in the view as well, so that the same value may be news. */
const ownOfView: ReadonlySet<string> = new Set(['cursor', 'pinned', 'neighbours']);

/** Puts the parts together: what is shown, what draws it, what moves it; and draws a frame when one of them changed. */
export class SceneView implements PointsView, SceneHost {
  readonly element = document.createElement('div');
  private readonly content = new SceneContent();
  private readonly rig: CameraRig;
  private readonly input: SceneInput;
  private readonly painter: ScenePainter;
  private renderer: SceneRenderer;
  private readonly times = new FrameTimes();
  private readonly resizing: ResizeObserver;
  private readonly abort = new AbortController();

  /** What was told last of each part. */
  private readonly latest: { -readonly [K in keyof SceneState]?: SceneState[K] } = {};

  private width = 0;
  private height = 0;
  private reduced = false;
  /** Whether the next resize keeps in place what is seen. */
  private held = false;

  private scheduled = 0;
  private resting = 0;
  private pointsStale = true;
  private marksStale = true;
  /** Where the camera was when somebody took hold of it; null once it came to rest again. */
  private cameraTaken: CameraState | null = null;

  constructor(
    private readonly listener: PointsViewListener,
    forceCanvas: boolean,
  ) {
    this.setUpElement();
    this.rig = new CameraRig(
      this.element,
      () => this.invalidate(),
      () => this.takeCamera(),
    );
    this.painter = new ScenePainter(this.content, this.rig);
    this.renderer = (forceCanvas ? null : WebglScene.create()) ?? new CanvasScene();
    this.element.append(this.renderer.canvas);
    this.surviveContextLoss(this.renderer);
    this.input = new SceneInput(this.element, this.content, this.rig, listener, this);
    this.resizing = new ResizeObserver(() => this.resize());
    this.resizing.observe(this.element);
  }

  private setUpElement(): void {
    const { element } = this;
    const { signal } = this.abort;
    Object.assign(element.style, {
      position: 'relative',
      width: '100%',
      height: '100%',
      overflow: 'hidden',
      isolation: 'isolate',
      background: 'var(--vscode-editor-background)',
      cursor: 'grab',
      userSelect: 'none',
      outline: 'none',
    });
    element.tabIndex = 0;
    element.setAttribute('role', 'application');
    this.describe();
    const showFocus = () => {
      const visible = element.matches(':focus-visible');
      element.style.outline = visible ? '1px solid var(--vscode-focusBorder)' : 'none';
      element.style.outlineOffset = '-1px';
    };
    element.addEventListener('focus', showFocus, { signal });
    element.addEventListener('blur', showFocus, { signal });
  }

  /** What the picture shows, for those who can't see it. */
  private describe(): void {
    const label = t(
      'Latent space with {0} points. Arrow keys orbit, N and P step through the points.',
      this.content.cloud.count,
    );
    this.element.setAttribute('aria-label', label);
  }

  get kind(): 'webgl' | 'canvas' {
    return this.renderer.kind;
  }

  /** Draws on a plain canvas for as long as the graphics context is lost. */
  private surviveContextLoss(renderer: SceneRenderer): void {
    const { signal } = this.abort;
    renderer.canvas.addEventListener(
      'webglcontextlost',
      (event) => {
        event.preventDefault();
        this.exchangeRenderer(new CanvasScene());
      },
      { signal },
    );
    renderer.canvas.addEventListener('webglcontextrestored', () => this.exchangeRenderer(renderer), { signal });
  }

  private exchangeRenderer(renderer: SceneRenderer): void {
    const former = this.renderer;
    former.canvas.replaceWith(renderer.canvas);
    this.renderer = renderer;
    if (former.kind === 'canvas') former.dispose();
    this.resize();
  }

  update(change: Partial<SceneState>, { glide = false }: { readonly glide?: boolean } = {}): void {
    const { content, latest } = this;
    const next = Object.fromEntries(
      Object.entries(change).filter(([key, value]) => ownOfView.has(key) || value !== latest[key as keyof SceneState]),
    ) as Partial<SceneState>;
    Object.assign(latest, next);
    const { axes, positions, colours, shown, pinned, neighbours, samples, cursor, pointSize } = next;
    const turned = axes !== undefined && content.setLabels(axes);
    if (positions) {
      content.setPositions(positions);
      this.place(glide && !this.reduced && positions.length / 3 === content.cloud.count ? glideDuration : 0);
      this.describe();
    } else if (turned) this.place(0);
    if (colours) content.cloud.setColours(colours);
    if (shown !== undefined) content.cloud.setVisible(shown);
    if (samples !== undefined) content.samples = samples;
    if (pointSize !== undefined) content.sizeFactor = pointSize;
    if (pinned !== undefined) content.selected = pinned;
    if (neighbours) content.neighbours = neighbours;
    if (cursor !== undefined) content.cursorPlace = cursor;
    const points = axes ?? positions ?? colours ?? samples;
    if (points || shown !== undefined || samples === null || pointSize !== undefined) this.refresh();
    else if (Object.keys(next).length > 0) this.remark();
  }

  /** Takes the points to where they are to be shown, and the camera with them. */
  private place(duration: number): void {
    const { content } = this;
    const now = performance.now();
    const taken = content.place(now, duration);
    this.rig.setBox(content.goal, content.flat, now, taken);
    this.refresh();
  }

  picture(scale: number, transparent: boolean, pointsOnly = false): HTMLCanvasElement {
    const frame = this.still();
    const webgl = this.kind === 'webgl' ? WebglScene.create(transparent) : null;
    const renderer = webgl ?? new CanvasScene(transparent);
    renderer.resize(this.width, this.height, scale);
    renderer.draw(pointsOnly ? { ...frame, behind: [], above: [] } : frame);
    const picture = document.createElement('canvas');
    picture.width = renderer.canvas.width;
    picture.height = renderer.canvas.height;
    // Before the browser takes what was drawn.
    picture.getContext('2d')?.drawImage(renderer.canvas, 0, 0);
    renderer.dispose();
    return picture;
  }

  still(): SceneFrame {
    let still: SceneFrame | undefined;
    const recorder: SceneRenderer = {
      kind: 'canvas',
      canvas: this.renderer.canvas,
      resize: () => {},
      draw: (frame) => {
        still = frame;
      },
      dispose: () => {},
    };
    this.painter.draw(recorder, this.rig.viewpoint, false, true);
    // The painter now takes for drawn what the view itself may lack.
    this.refresh();
    if (!still) throw new Error('The painter drew nothing');
    return still;
  }

  frame(): void {
    this.rig.frame(performance.now(), cameraDuration);
    this.refresh();
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
    this.refresh();
  }

  setReducedMotion(reduced: boolean): void {
    this.reduced = reduced;
    this.rig.setReducedMotion(reduced);
  }

  refreshTheme(): void {
    this.painter.refreshTheme();
    this.refresh();
  }

  statistics(): { readonly frames: number; readonly medianFrameMs: number; readonly points: number } {
    return { frames: this.times.frames, medianFrameMs: this.times.median(), points: this.content.cloud.count };
  }

  get scale(): PointScale {
    return this.painter.scale(this.width, this.height);
  }

  private resize(): void {
    const { clientWidth, clientHeight } = this.element;
    if (clientWidth === 0 || clientHeight === 0) return;
    const known = this.width > 0;
    this.width = clientWidth;
    this.height = clientHeight;
    const ratio = Math.min(sharpest, window.devicePixelRatio);
    this.renderer.resize(clientWidth, clientHeight, ratio);
    const now = performance.now();
    if (this.held && known) this.resizeInPlace(now);
    else this.rig.resize(clientWidth, clientHeight, now);
    this.held = false;
    // Resizing cleared the canvases: waiting for the next frame would flicker.
    this.pointsStale = true;
    this.draw(now);
  }

  /** The selected point stays where it is seen; where there is none, all does, and then glides into the new frame. */
  private resizeInPlace(now: number): void {
    const { selected, cloud } = this.content;
    const place = selected === null ? this.rig.state.target : cloud.place(selected);
    this.rig.resizeAround(this.width, this.height, place);
    if (selected === null) this.rig.followFrame(now, cameraDuration);
  }

  refresh(): void {
    this.pointsStale = true;
    this.invalidate();
  }

  remark(): void {
    this.marksStale = true;
    this.invalidate();
  }

  invalidate(): void {
    if (this.scheduled === 0) this.scheduled = requestAnimationFrame((now) => this.draw(now));
  }

  private draw(now: number): void {
    const begun = performance.now();
    cancelAnimationFrame(this.scheduled);
    this.scheduled = 0;
    if (this.width === 0) return;
    const { content, painter, rig } = this;
    const glides = content.advance(now);
    const moved = rig.update(now);
    const cursorMoved = this.input.takeCursorMove();
    const moving = moved || glides || cursorMoved;
    painter.watchPace(now, moving);
    const view = rig.viewpoint;
    this.input.advance(view, moved, glides);
    if (moving || this.pointsStale || this.marksStale) {
      painter.draw(this.renderer, view, moving, this.pointsStale);
      this.pointsStale = false;
      this.marksStale = false;
    }
    if (cursorMoved && content.cursorPlace) this.listener.cursor?.(content.cursorPlace);
    if (moved || glides) this.invalidate();
    window.clearTimeout(this.resting);
    if (!moving) this.waitForRest();
    this.times.add(performance.now() - begun);
  }

  /** Draws all points and tells about the camera once nothing moves any more. */
  private waitForRest(): void {
    if (this.painter.complete && this.cameraTaken === null) return;
    this.resting = window.setTimeout(() => {
      if (!this.painter.complete) this.refresh();
      if (this.input.busy || this.cameraTaken === null) return;
      const moved = !sameView(this.cameraTaken, this.rig.state);
      this.cameraTaken = null;
      if (moved) this.listener.camera?.(this.rig.state);
    }, restAfter);
  }

  takeCamera(): void {
    this.cameraTaken ??= this.rig.state;
    this.invalidate();
  }

  dispose(): void {
    cancelAnimationFrame(this.scheduled);
    window.clearTimeout(this.resting);
    this.abort.abort();
    this.resizing.disconnect();
    this.input.dispose();
    this.rig.dispose();
    this.renderer.dispose();
    this.element.remove();
  }
}
