import { svg } from '../../dom';
import type { Outline } from './tool';

/** Shows the region that is being drawn, above the points, whatever draws those. */
export class OutlineLayer {
  readonly element: SVGSVGElement;
  private readonly shade = svg('path', { 'stroke-linecap': 'round', 'stroke-linejoin': 'round' });
  private readonly under = svg('path', { fill: 'none', 'stroke-width': 3, 'stroke-opacity': 0.7 });
  private readonly line = svg('path', { fill: 'none', 'stroke-width': 1.5, 'stroke-dasharray': '5 3' });

  constructor() {
    // Both colours: one of them is seen on whatever lies below.
    this.shade.style.color = this.line.style.stroke = 'var(--vscode-focusBorder, currentColor)';
    this.under.style.stroke = 'var(--vscode-editor-background)';
    this.element = svg('svg', { 'aria-hidden': 'true', class: 'outline-layer' }, this.shade, this.under, this.line);
    Object.assign(this.element.style, {
      position: 'absolute',
      inset: '0',
      width: '100%',
      height: '100%',
      pointerEvents: 'none',
      display: 'none',
    });
  }

  /** Null: nothing is drawn. */
  show(outline: Outline | null): void {
    this.element.style.display = outline ? 'block' : 'none';
    if (!outline) return;
    const covers = outline.width !== null;
    this.shade.setAttribute('d', outline.path);
    this.shade.setAttribute('fill', covers ? 'none' : 'currentColor');
    this.shade.setAttribute('fill-opacity', '0.12');
    this.shade.setAttribute('stroke', covers ? 'currentColor' : 'none');
    this.shade.setAttribute('stroke-opacity', '0.3');
    this.shade.setAttribute('stroke-width', String(outline.width ?? 0));
    const around = covers ? '' : outline.path;
    this.under.setAttribute('d', around);
    this.line.setAttribute('d', around);
  }
}
