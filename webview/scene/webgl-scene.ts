import {
  BufferAttribute,
  BufferGeometry,
  Color,
  DynamicDrawUsage,
  type InterleavedBufferAttribute,
  Scene,
  SRGBColorSpace,
  WebGLRenderer,
} from 'three';
import { BodyMesh } from './bodies/body-mesh';
import { createLayer } from './canvas-layer';
import type { Rgb } from './colours';
import { drawsInSoftware } from './graphics';
import { Markers } from './markers';
import type { PointCloud } from './point-cloud';
import { sampleScale } from './point-size';
import type { Viewpoint } from './projection';
import type { SceneFrame, SceneRenderer } from './scene-renderer';
import { diamondShader, discShader } from './shaders';
import { ShapeMesh } from './shape-mesh';
import { TextAtlas } from './text-atlas';

/**
 * All points in one draw call (where there is time, two: cores and smooth edges), and one each for the samples and what is behind
 * and above. While points glide, the vertex shader mixes two positions, so that nothing is uploaded from frame to
 * frame; what is hidden, or beyond the limit, is left out by the index.
 */
export class WebglScene implements SceneRenderer {
  readonly kind = 'webgl';
  readonly busy = false;
  onShown: (view: Viewpoint) => void = () => undefined;
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly atlas = new TextAtlas();
  private readonly behind = new ShapeMesh(this.atlas);
  private readonly points = new BufferGeometry();
  private readonly discs = {
    core: new Markers(this.points, discShader, 'core', false),
    edge: new Markers(this.points, discShader, 'edge', false),
    whole: new Markers(this.points, discShader, 'whole', false),
  };
  private readonly samples = new Markers(new BufferGeometry(), diamondShader, 'whole', true);
  private readonly bodies = new BodyMesh();
  private readonly above = new ShapeMesh(this.atlas);
  private readonly uploaded = { positions: 0, colours: 0, order: 0 };
  private uploadedSamples: Float32Array | null = null;
  private readonly clearColour = new Color();
  private ratio = 1;

  /** Null where the browser has no WebGL 2, or one that computes on the processor, unless that one is as good. */
  static create({ inSoftware }: { readonly inSoftware: boolean }): WebglScene | null {
    const canvas = createLayer();
    // Everything smooths its own edges: multisampling would cost and gain nothing.
    const context = canvas.getContext('webgl2', { alpha: false, antialias: false });
    if (!context) return null;
    if (inSoftware || !drawsInSoftware(rendererName(context))) return new WebglScene(canvas, context);
    context.getExtension('WEBGL_lose_context')?.loseContext();
    return null;
  }

  private constructor(
    readonly canvas: HTMLCanvasElement,
    context: WebGL2RenderingContext,
  ) {
    this.renderer = new WebGLRenderer({ canvas, context });
    this.scene.matrixWorldAutoUpdate = false;
    const { core, edge, whole } = this.discs;
    const inOrder = [core, whole, this.samples, edge].map(({ points }) => points);
    const all = [this.behind.mesh, ...inOrder, this.bodies.mesh, this.above.mesh];
    for (const [order, object] of all.entries()) object.renderOrder = order;
    this.scene.add(...all);
  }

  resize(width: number, height: number, ratio: number): void {
    this.ratio = ratio;
    this.renderer.setPixelRatio(ratio);
    this.renderer.setSize(width, height, false);
  }

  draw({
    cloud,
    samples,
    camera,
    view,
    scale,
    fog,
    palette,
    limit,
    fine,
    flat,
    bodies,
    behind,
    above,
  }: SceneFrame): void {
    this.upload(cloud);
    this.uploadSamples(samples);
    this.points.setDrawRange(0, limit);
    for (const [part, discs] of Object.entries(this.discs)) {
      discs.points.visible = cloud.visible > 0 && (fine && !flat) === (part !== 'whole');
      discs.flat = flat;
      discs.mix = cloud.mix;
      discs.set(scale, this.ratio, fog, palette.background);
    }
    this.samples.tint = palette.foreground;
    this.samples.set(sampleScale(scale), this.ratio, fog, palette.background);
    this.bodies.set(bodies, cloud, fog, palette.background, flat);
    this.atlas.begin(this.ratio);
    const { width, height } = this.canvas;
    this.behind.write(behind, width, height, this.ratio);
    this.above.write(above, width, height, this.ratio);
    this.clearTo(palette.background);
    this.renderer.render(this.scene, camera);
    this.onShown(view);
  }

  private clearTo([red, green, blue]: Rgb): void {
    this.clearColour.setRGB(red / 255, green / 255, blue / 255, SRGBColorSpace);
    this.renderer.setClearColor(this.clearColour);
  }

  private upload(cloud: PointCloud): void {
    const geometry = this.points;
    if (geometry.getAttribute('position')?.count !== cloud.count) {
      // Frees the buffers of the former points; the geometry itself is uploaded anew.
      geometry.dispose();
      geometry.setAttribute('origin', dynamic(cloud.from, 3));
      geometry.setAttribute('position', dynamic(cloud.to, 3));
    } else if (this.uploaded.positions !== cloud.positionsVersion) {
      renew(geometry.getAttribute('origin'), cloud.from);
      renew(geometry.getAttribute('position'), cloud.to);
    }
    if (geometry.getAttribute('colour')?.array !== cloud.colours) {
      geometry.setAttribute('colour', dynamic(cloud.colours, 4));
    } else if (this.uploaded.colours !== cloud.coloursVersion) {
      geometry.getAttribute('colour').needsUpdate = true;
    }
    if (this.uploaded.order !== cloud.orderVersion) geometry.setIndex(new BufferAttribute(cloud.order, 1));
    this.uploaded.positions = cloud.positionsVersion;
    this.uploaded.colours = cloud.coloursVersion;
    this.uploaded.order = cloud.orderVersion;
  }

  private uploadSamples(samples: Float32Array | null): void {
    this.samples.points.visible = samples !== null && samples.length > 0;
    if (samples === this.uploadedSamples) return;
    this.uploadedSamples = samples;
    const { geometry } = this.samples.points;
    geometry.dispose();
    const positions = new BufferAttribute(samples ?? new Float32Array(), 3);
    geometry.setAttribute('origin', positions);
    geometry.setAttribute('position', positions);
  }

  dispose(): void {
    const parts = [this.behind, ...Object.values(this.discs), this.samples, this.bodies, this.above, this.atlas];
    for (const part of parts) part.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
  }
}

/** Bytes are read as fractions from 0 to 1. */
function dynamic(array: Float32Array | Uint8Array, itemSize: number): BufferAttribute {
  return new BufferAttribute(array, itemSize, array instanceof Uint8Array).setUsage(DynamicDrawUsage);
}

/** Other values of as many points, into the buffer that is there. */
function renew(attribute: BufferAttribute | InterleavedBufferAttribute, array: Float32Array): void {
  if (attribute instanceof BufferAttribute) attribute.array = array;
  attribute.needsUpdate = true;
}

/** What draws for a context, in the words of its driver; empty where the browser doesn't tell. */
function rendererName(context: WebGL2RenderingContext): string {
  const extension = context.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = context.getParameter(extension ? extension.UNMASKED_RENDERER_WEBGL : context.RENDERER);
  return typeof name === 'string' ? name : '';
}
