import { BufferAttribute, DynamicDrawUsage, Scene, WebGLRenderer } from 'three';
import { createLayer } from './layer';
import { Markers } from './markers';
import type { PointCloud } from './point-cloud';
import { sampleScale } from './point-size';
import type { PointsFrame, PointsRenderer } from './points-renderer';
import { diamondShader, discShader } from './shaders';

/**
 * All points in one draw call. While they glide, the vertex shader mixes two positions, so that nothing is uploaded
 * from frame to frame; what is hidden, or beyond the limit, is left out by the index.
 */
export class WebglPoints implements PointsRenderer {
  readonly kind = 'webgl';
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly points = new Markers(discShader, false);
  private readonly samples = new Markers(diamondShader, true);
  private readonly uploaded = { positions: 0, colours: 0, order: 0 };
  private uploadedSamples: Float32Array | null = null;
  private ratio = 1;

  /** Null where the browser has no WebGL 2. */
  static create(): WebglPoints | null {
    const canvas = createLayer();
    // Points smooth their own edges and lines are drawn elsewhere: multisampling would cost and gain nothing.
    const context = canvas.getContext('webgl2', { alpha: true, antialias: false, premultipliedAlpha: true });
    return context ? new WebglPoints(canvas, context) : null;
  }

  private constructor(
    readonly canvas: HTMLCanvasElement,
    context: WebGL2RenderingContext,
  ) {
    this.renderer = new WebGLRenderer({ canvas, context });
    this.renderer.setClearColor(0x000000, 0);
    this.scene.matrixWorldAutoUpdate = false;
    this.scene.add(this.points.points, this.samples.points);
  }

  resize(width: number, height: number, ratio: number): void {
    this.ratio = ratio;
    this.renderer.setPixelRatio(ratio);
    this.renderer.setSize(width, height, false);
  }

  draw({ cloud, samples, camera, scale, fog, palette, limit }: PointsFrame): void {
    this.upload(cloud);
    this.uploadSamples(samples);
    this.points.points.geometry.setDrawRange(0, limit);
    this.points.points.visible = cloud.order.length > 0;
    this.points.mix = cloud.mix;
    this.points.set(scale, this.ratio, fog, palette.background);
    this.samples.tint = palette.foreground;
    this.samples.set(sampleScale(scale), this.ratio, fog, palette.background);
    this.renderer.render(this.scene, camera);
  }

  private upload(cloud: PointCloud): void {
    const { geometry } = this.points.points;
    if (geometry.getAttribute('position')?.array !== cloud.to) {
      // Frees the buffers of the former points; the geometry itself is uploaded anew.
      geometry.dispose();
      geometry.setAttribute('origin', dynamic(cloud.from, 3));
      geometry.setAttribute('position', dynamic(cloud.to, 3));
    } else if (this.uploaded.positions !== cloud.positionsVersion) {
      geometry.getAttribute('origin').needsUpdate = true;
      geometry.getAttribute('position').needsUpdate = true;
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
    this.points.dispose();
    this.samples.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
  }
}

/** Bytes are read as fractions from 0 to 1. */
function dynamic(array: Float32Array | Uint8Array, itemSize: number): BufferAttribute {
  return new BufferAttribute(array, itemSize, array instanceof Uint8Array).setUsage(DynamicDrawUsage);
}
