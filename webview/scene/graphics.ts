/** Whether what draws for WebGL, by the words of its driver, is a program on the processor (of Chromium, Mesa, Windows, macOS) and no graphics card. */
export function drawsInSoftware(renderer: string): boolean {
  return /swiftshader|llvmpipe|softpipe|swrast|basic render|\bwarp\b|software/i.test(renderer);
}
