/** What a trained model can be written as, for other programs. */
export const modelFormats = ['onnx', 'savedmodel', 'tfjs', 'torch', 'keras'] as const;
export type ModelFormat = (typeof modelFormats)[number];

export function isModelFormat(name: unknown): name is ModelFormat {
  return (modelFormats as readonly unknown[]).includes(name);
}

/** Formats that are code in Python, which a person reads. */
export function isPython(format: ModelFormat): format is 'torch' | 'keras' {
  return format === 'torch' || format === 'keras';
}
