/** A point: x to the right, y down. */
export type Point = readonly [x: number, y: number];

const linesPerPixel = 8;

/**
 * Fills a simple polygon (given in pixels) with 255 on a square image of zeros, antialiased: a pixel is covered by the
 * mean length, over eight lines through it, that lies inside.
 */
export function fillPolygon(image: Uint8Array, size: number, polygon: readonly Point[]): void {
  const ys = polygon.map(([, y]) => y);
  const top = Math.max(0, Math.floor(Math.min(...ys)));
  const bottom = Math.min(size, Math.ceil(Math.max(...ys)));
  const crossings: number[][] = [];
  for (let line = top * linesPerPixel; line < bottom * linesPerPixel; line++) crossings.push([]);
  for (let i = 0; i < polygon.length; i++) {
    const [x0, y0] = polygon[i];
    const [x1, y1] = polygon[i + 1 < polygon.length ? i + 1 : 0];
    const first = Math.ceil(Math.min(y0, y1) * linesPerPixel - 0.5) - top * linesPerPixel;
    const last = Math.ceil(Math.max(y0, y1) * linesPerPixel - 0.5) - top * linesPerPixel;
    for (let line = Math.max(0, first); line < Math.min(last, crossings.length); line++) {
      const y = top + (line + 0.5) / linesPerPixel;
      crossings[line].push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
    }
  }
  const covered = new Float64Array(size);
  for (let row = top; row < bottom; row++) {
    covered.fill(0);
    for (let line = 0; line < linesPerPixel; line++) {
      const xs = crossings[(row - top) * linesPerPixel + line];
      if (xs.length > 2) xs.sort((a, b) => a - b);
      for (let i = 0; i + 1 < xs.length; i += 2)
        addSpan(covered, Math.min(xs[i], xs[i + 1]), Math.max(xs[i], xs[i + 1]));
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
  // Where a pixel's centre is further away than this, there is no ink.
  const reach = width / 2 + 0.5;
  const left = Math.max(0, Math.ceil(Math.min(x0, x1) - reach - 0.5));
  const right = Math.min(size - 1, Math.floor(Math.max(x0, x1) + reach - 0.5));
  const top = Math.max(0, Math.ceil(Math.min(y0, y1) - reach - 0.5));
  const bottom = Math.min(size - 1, Math.floor(Math.max(y0, y1) + reach - 0.5));
  const dx = x1 - x0;
  const dy = y1 - y0;
  const squaredLength = dx * dx + dy * dy;
  const squaredReach = reach * reach;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const at = y * size + x;
      if (image[at] === 255) continue;
      const px = x + 0.5 - x0;
      const py = y + 0.5 - y0;
      const along = squaredLength === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squaredLength));
      const ex = px - along * dx;
      const ey = py - along * dy;
      const squaredDistance = ex * ex + ey * ey;
      if (squaredDistance >= squaredReach) continue;
      const ink = Math.round(255 * Math.min(1, reach - Math.sqrt(squaredDistance)));
      if (ink > image[at]) image[at] = ink;
    }
  }
}
