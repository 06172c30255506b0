// Reads tar archives from a stream, with nothing but Node.

const blockSize = 512;

/** Hands out exact numbers of bytes from a stream of chunks. */
class ByteReader {
  constructor(stream) {
    this.chunks = stream[Symbol.asyncIterator]();
    this.rest = Buffer.alloc(0);
  }

  /** Yields the next `length` bytes in pieces. */
  async *pieces(length) {
    for (let left = length; left > 0; ) {
      if (this.rest.length === 0) {
        const { done, value } = await this.chunks.next();
        if (done) throw new Error('The archive ends early.');
        this.rest = value;
      }
      const piece = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  async read(length) {
    const pieces = [];
    for await (const piece of this.pieces(length)) pieces.push(piece);
    return Buffer.concat(pieces);
  }
}

/**
 * The regular files of an archive, in its order: `{ path, content }`, where `content` is an async iterable of
 * buffers, to be read whole, or not at all, before the next file is asked for.
 */
export async function* readTar(stream) {
  const reader = new ByteReader(stream);
  let longPath = '';
  for (;;) {
    const header = await reader.read(blockSize);
    if (header[0] === 0) return;
    const field = (start, end) => header.toString('utf8', start, end).split('\0', 1)[0];
    const size = Number.parseInt(field(124, 136), 8);
    const type = field(156, 157);
    if (type === 'L') {
      longPath = (await reader.read(size)).toString('utf8').split('\0', 1)[0];
    } else {
      const content = reader.pieces(size);
      const prefix = field(257, 262) === 'ustar' && field(345, 500);
      const path = longPath || (prefix ? `${prefix}/` : '') + field(0, 100);
      longPath = '';
      if (type === '0' || type === '') yield { path, content };
      for await (const _ of content);
    }
    await reader.read((blockSize - (size % blockSize)) % blockSize);
  }
}
