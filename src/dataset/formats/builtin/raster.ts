/** A point: x to the right, y down. */
export type Point = readonly [x: number, y: number];

const linesPerPixel = 8;

/**
 * Fills a simple polygon (given in pixels) with 255 on a square image of zeros, antialiased: a pixel is covered by the
 * mean length, over eight lines through it, that lies inside.
 */
export function fillPolygon(image: Uint8Array, size: number, polygon: readonly Point[]): void {
  const crossings: number[][] = Array.from({ length: size * linesPerPixel }, () => []);
  polygon.forEach(([x0, y0], i) => {
    const [x1, y1] = polygon[(i + 1) % polygon.length];
    const first = Math.ceil(Math.min(y0, y1) * linesPerPixel - 0.5);
    const last = Math.ceil(Math.max(y0, y1) * linesPerPixel - 0.5);
    for (let line = Math.max(0, first); line < Math.min(last, crossings.length); line++) {
      const y = (line + 0.5) / linesPerPixel;
      crossings[line].push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
    }
  });
  const covered = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    covered.fill(0);
    for (let line = row * linesPerPixel; line < (row + 1) * linesPerPixel; line++) {
      const xs = crossings[line].sort((a, b) => a - b);
      for (let i = 0; i + 1 < xs.length; i += 2) addSpan(covered, xs[i], xs[i + 1]);
    }
    for (let x = 0; x < size; x++) image[row * size + x] = Math.round((255 * covered[x]) / linesPerPixel);
  }
}

function addSpan(covered: Float64Array, from: number, to: number): void {
  const last = Math.min(covered.length, Math.ceil(to));
  for (let x = Math.max(0, Math.floor(from)); x < last; x++) covered[x] += Math.min(to, x + 1) - Math.max(from, x);
}

/**
 * Draws a line with round ends onto a square image, in pixels, antialiased by distance; where strokes overlap, the
 * stronger wins.
 */
export function drawLine(image: Uint8Array, size: number, [x0, y0]: Point, [x1, y1]: Point, width: number): void {
  const reach = width / 2 + 1;
  const left = Math.max(0, Math.floor(Math.min(x0, x1) - reach));
  const right = Math.min(size - 1, Math.ceil(Math.max(x0, x1) + reach));
  const top = Math.max(0, Math.floor(Math.min(y0, y1) - reach));
  const bottom = Math.min(size - 1, Math.ceil(Math.max(y0, y1) + reach));
  const dx = x1 - x0;
  const dy = y1 - y0;
  const squaredLength = dx * dx + dy * dy;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const px = x + 0.5 - x0;
      const py = y + 0.5 - y0;
      const along = squaredLength === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squaredLength));
      const ex = px - along * dx;
      const ey = py - along * dy;
      const coverage = Math.min(1, width / 2 + 0.5 - Math.sqrt(ex * ex + ey * ey));
      const ink = Math.round(255 * coverage);
      if (ink > image[y * size + x]) image[y * size + x] = ink;
    }
  }
}
