/** Bytes of the length that a safetensors file begins with. */
export const lengthBytes = 8;
/** The format's own bound. */
export const largestHeader = 100_000_000;

/** Can these be the first bytes of a safetensors file: the length of a header, and the brace that begins it? */
export function isSafetensorsHead(head: Uint8Array): boolean {
  if (head.length <= lengthBytes || head[lengthBytes] !== 0x7b) return false;
  const length = Buffer.from(head.buffer, head.byteOffset, lengthBytes).readBigUInt64LE();
  return length >= 2n && length <= largestHeader;
}
