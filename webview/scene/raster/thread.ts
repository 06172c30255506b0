import source from 'worker:./worker.ts';
import type { RasterAnswer, RasterRequest } from './messages';

export interface RasterThread {
  post(request: RasterRequest): void;
  end(): void;
}

/**
 * A thread that draws on the canvas. Pages of the editor load workers from their own text only, so it comes with the
 * bundle. Null where the page may start none; `failed` is called where that shows later: the canvas is lost then.
 */
export function startRasterThread(
  canvas: HTMLCanvasElement,
  answer: (answer: RasterAnswer) => void,
  failed: () => void,
): RasterThread | null {
  const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    const worker = new Worker(address);
    worker.onmessage = ({ data }: MessageEvent<RasterAnswer>) => answer(data);
    worker.onerror = failed;
    const offscreen = canvas.transferControlToOffscreen();
    const request: RasterRequest = { kind: 'canvas', canvas: offscreen };
    worker.postMessage(request, [offscreen]);
    return {
      post: (request) => worker.postMessage(request),
      end() {
        worker.terminate();
        URL.revokeObjectURL(address);
      },
    };
  } catch {
    URL.revokeObjectURL(address);
    return null;
  }
}
