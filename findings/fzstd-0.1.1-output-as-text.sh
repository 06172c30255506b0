#!/bin/sh
# fzstd 0.1.1: given a buffer to decompress into, as its documentation advises for speed, it compares the buffer with a number, for
# which all of the buffer becomes a text first: that takes some twenty times as long as without one.
# Needs Node and npm. Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts fzstd@0.1.1
cat > read.mjs <<'SCRIPT'
import { readFileSync } from 'node:fs';
import { decompress } from 'fzstd';

const { version } = JSON.parse(readFileSync('node_modules/fzstd/package.json', 'utf8'));
// A frame of 16 MB: its size in four bytes, and 128 blocks that repeat a byte (RFC 8878).
const blocks = 128;
const blockBytes = 1 << 17;
const frame = Buffer.alloc(9 + 4 * blocks);
frame.set([0x28, 0xb5, 0x2f, 0xfd, 0xa0]);
frame.writeUInt32LE(blocks * blockBytes, 5);
for (let i = 0; i < blocks; i++) {
  frame.writeUIntLE(blockBytes * 8 + 2 + (i === blocks - 1 ? 1 : 0), 9 + 4 * i, 3);
  frame[12 + 4 * i] = 65;
}
const timed = (work) => {
  const began = performance.now();
  const bytes = work();
  const taken = performance.now() - began;
  if (bytes.length !== blocks * blockBytes || bytes.some((byte) => byte !== 65)) throw new Error('other bytes');
  return taken;
};
const without = timed(() => decompress(frame));
const output = new Uint8Array(blocks * blockBytes);
let texts = 0;
output.toString = () => {
  texts++;
  return Uint8Array.prototype.toString.call(output);
};
const within = timed(() => decompress(frame, output));
console.log(`fzstd ${version}: 16 MB in ${without.toFixed(0)} ms without a buffer, in ${within.toFixed(0)} ms with one`);
console.log(`Expected: no text of the buffer. Seen: ${texts}.`);
process.exit(texts > 0 ? 0 : 1);
SCRIPT
node read.mjs
