/** A canvas as large as the view. It takes no pointer: the view itself does. */
export function createLayer(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  Object.assign(canvas.style, {
    position: 'absolute',
    inset: '0',
    // Below the view's own outline, which shows the focus.
    zIndex: '-1',
    width: '100%',
    height: '100%',
    display: 'block',
    pointerEvents: 'none',
  });
  return canvas;
}
