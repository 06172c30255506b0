import {
  BufferAttribute,
  BufferGeometry,
  DoubleSide,
  DynamicDrawUsage,
  GLSL3,
  InterleavedBuffer,
  InterleavedBufferAttribute,
  Mesh,
  RawShaderMaterial,
  Vector2,
} from 'three';
import { shapeFragmentShader, shapeVertexShader } from './shaders';
import type { Ink, Place, Shape, Text } from './shapes';
import type { AtlasEntry, TextAtlas } from './text-atlas';

/** Numbers of a vertex: place, place within the shape, what shape, colour. */
const stride = 12;
const vertices = 4;
/** Room round a shape for its smoothed edge, in device pixels. */
const edge = 1;

/** How far along and across, how thick, how hollow. A text has no thickness: it is a picture. */
interface Form {
  readonly halfLength: number;
  readonly radius: number;
  readonly hollow: number;
}

/** A list of shapes as one draw call: a rectangle each, whose pixels tell how far they are from the shape's edge. */
export class ShapeMesh {
  readonly mesh: Mesh<BufferGeometry, RawShaderMaterial>;
  private data = new Float32Array();
  private used = 0;
  private readonly viewport = { value: new Vector2(1, 1) };

  constructor(private readonly atlas: TextAtlas) {
    const material = new RawShaderMaterial({
      glslVersion: GLSL3,
      vertexShader: shapeVertexShader,
      fragmentShader: shapeFragmentShader,
      uniforms: { viewport: this.viewport, atlas: { value: atlas.texture } },
      transparent: true,
      premultipliedAlpha: true,
      side: DoubleSide,
      depthTest: false,
      depthWrite: false,
    });
    this.mesh = new Mesh(new BufferGeometry(), material);
    this.mesh.frustumCulled = false;
  }

  /** `width` and `height` of the view are in device pixels, `ratio` of them to a CSS pixel. */
  write(shapes: readonly Shape[], width: number, height: number, ratio: number): void {
    this.viewport.value.set(width, height);
    this.reserve(shapes.reduce((sum, shape) => sum + (shape.kind === 'lines' ? shape.pieces.length / 4 : 1), 0));
    this.used = 0;
    for (const shape of shapes) this.writeShape(shape, ratio);
    this.mesh.visible = this.used > 0;
    this.mesh.geometry.setDrawRange(0, (this.used / stride / vertices) * 6);
    const attribute = this.mesh.geometry.getAttribute('position');
    if (attribute instanceof InterleavedBufferAttribute) attribute.data.needsUpdate = true;
  }

  private reserve(count: number): void {
    if (this.data.length >= count * vertices * stride) return;
    const capacity = 2 * count;
    this.data = new Float32Array(capacity * vertices * stride);
    const { geometry } = this.mesh;
    geometry.dispose();
    const buffer = new InterleavedBuffer(this.data, stride).setUsage(DynamicDrawUsage);
    geometry.setAttribute('position', new InterleavedBufferAttribute(buffer, 2, 0));
    geometry.setAttribute('local', new InterleavedBufferAttribute(buffer, 2, 2));
    geometry.setAttribute('form', new InterleavedBufferAttribute(buffer, 4, 4));
    geometry.setAttribute('colour', new InterleavedBufferAttribute(buffer, 4, 8));
    const corners = Uint32Array.from(
      { length: 6 * capacity },
      (_, i) => 4 * Math.floor(i / 6) + [0, 1, 2, 0, 2, 3][i % 6],
    );
    geometry.setIndex(new BufferAttribute(corners, 1));
  }

  private writeShape(shape: Shape, ratio: number): void {
    switch (shape.kind) {
      case 'line':
        this.writeLine(shape.from, shape.to, { radius: (shape.width / 2) * ratio, hollow: 0 }, ratio, shape);
        break;
      case 'lines': {
        const { pieces, width } = shape;
        const form = { radius: (width / 2) * ratio, hollow: 0 };
        for (let i = 0; i < pieces.length; i += 4) {
          const from = { x: pieces[i], y: pieces[i + 1] };
          this.writeLine(from, { x: pieces[i + 2], y: pieces[i + 3] }, form, ratio, shape);
        }
        break;
      }
      case 'disc':
        this.writeLine(shape.at, shape.at, { radius: shape.radius * ratio, hollow: 0 }, ratio, shape);
        break;
      case 'ring': {
        const radius = (shape.radius + shape.width / 2) * ratio;
        this.writeLine(shape.at, shape.at, { radius, hollow: radius - shape.width * ratio }, ratio, shape);
        break;
      }
      case 'area': {
        const form = { halfLength: 0, radius: 1, hollow: 0 };
        for (const { x, y } of shape.corners) this.writeVertex(x * ratio, y * ratio, 0, 0, form, shape);
        break;
      }
      case 'text': {
        const entry = this.atlas.entry(shape);
        if (entry) this.writeText(shape, entry, ratio, shape);
        break;
      }
    }
  }

  private writeLine(a: Place, b: Place, { radius, hollow }: Omit<Form, 'halfLength'>, ratio: number, ink: Ink): void {
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    const along = length > 0 ? { x: (b.x - a.x) / length, y: (b.y - a.y) / length } : { x: 1, y: 0 };
    const halfLength = (length / 2) * ratio;
    const x = ((a.x + b.x) / 2) * ratio;
    const y = ((a.y + b.y) / 2) * ratio;
    const reach = halfLength + radius + edge;
    const form = { halfLength, radius, hollow };
    for (const [u, v] of [
      [-reach, -radius - edge],
      [reach, -radius - edge],
      [reach, radius + edge],
      [-reach, radius + edge],
    ]) {
      this.writeVertex(x + u * along.x - v * along.y, y + u * along.y + v * along.x, u, v, form, ink);
    }
  }

  /** On whole pixels, so that it is as sharp as the browser painted it. */
  private writeText(text: Text, entry: AtlasEntry, ratio: number, ink: Ink): void {
    const shareX = text.align === 'left' ? 0 : text.align === 'right' ? 1 : 0.5;
    const shareY = text.baseline === 'top' ? 0 : text.baseline === 'bottom' ? 1 : 0.5;
    const left = Math.round(text.at.x * ratio - shareX * entry.width);
    const top = Math.round(text.at.y * ratio - shareY * entry.height);
    const { width, height } = this.atlas.size;
    const form = { halfLength: 0, radius: 0, hollow: 0 };
    for (const [u, v] of [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ]) {
      const textureX = (entry.x + u * entry.width) / width;
      const textureY = (entry.y + v * entry.height) / height;
      this.writeVertex(left + u * entry.width, top + v * entry.height, textureX, textureY, form, ink);
    }
  }

  private writeVertex(x: number, y: number, u: number, v: number, form: Form, { colour, alpha }: Ink): void {
    const { data, used } = this;
    data[used] = x;
    data[used + 1] = y;
    data[used + 2] = u;
    data[used + 3] = v;
    data[used + 4] = form.halfLength;
    data[used + 5] = form.radius;
    data[used + 6] = form.hollow;
    data[used + 8] = colour[0] / 255;
    data[used + 9] = colour[1] / 255;
    data[used + 10] = colour[2] / 255;
    data[used + 11] = alpha;
    this.used += stride;
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }
}
