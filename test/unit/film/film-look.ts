import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

export interface FilmLook {
  readonly width: number;
  readonly height: number;
  /** Seconds. */
  readonly duration: number;
  /** At each of the times, the mean brightness of the picture's columns between each two of the edges, 0 to 255. */
  readonly brightness: readonly (readonly number[])[];
  /** The pictures themselves, RGBA in base64. */
  readonly pictures: readonly string[];
}

/** What a browser shows of a film. @param times Seconds. @param edges From 0 to 1, across the picture. */
export async function filmLook(
  page: Page,
  path: string,
  times: readonly number[],
  edges: readonly number[] = [0, 1],
): Promise<FilmLook> {
  const bytes = (await readFile(path)).toString('base64');
  return (await page.evaluate(`(async () => {
    const bytes = Uint8Array.from(atob('${bytes}'), (letter) => letter.charCodeAt(0));
    const video = document.createElement('video');
    video.muted = true;
    const happens = (name) => new Promise((resolve, reject) => {
      video.addEventListener(name, resolve, { once: true });
      video.addEventListener('error', () => reject(new Error(video.error.message)), { once: true });
    });
    const loaded = happens('loadeddata');
    video.src = URL.createObjectURL(new Blob([bytes], { type: 'video/webm' }));
    document.body.append(video);
    await loaded;
    const { videoWidth: width, videoHeight: height, duration } = video;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const edges = ${JSON.stringify(edges)};
    const brightness = [];
    const pictures = [];
    for (const time of ${JSON.stringify(times)}) {
      // What was sought may be there before it is what is drawn.
      const presented = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      const there = happens('seeked');
      video.currentTime = time;
      await Promise.all([there, presented]);
      context.drawImage(video, 0, 0);
      const { data } = context.getImageData(0, 0, width, height);
      brightness.push(edges.slice(1).map((right, i) => {
        const [from, to] = [Math.round(edges[i] * width), Math.round(right * width)];
        let sum = 0;
        for (let y = 0; y < height; y++) for (let x = from; x < to; x++) sum += data[4 * (y * width + x) + 1];
        return sum / (height * (to - from));
      }));
      let text = '';
      for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192));
      pictures.push(btoa(text));
    }
    return { width, height, duration, brightness, pictures };
  })()`)) as FilmLook;
}
