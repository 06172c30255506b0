#!/bin/sh
# apache-arrow 21.2.0 for JavaScript: the text of a 256-bit decimal lacks digits: 57 reads 7, -123 reads -3.
# Needs Node and npm. Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts apache-arrow@21.2.0
cat > script.js <<'SCRIPT'
const { readFileSync } = require('node:fs');
const { Decimal, makeData, makeVector } = require('apache-arrow');

const integers = [7n, 57n, -123n, 1234567890123456789n];
/** A column of decimals of that many bits: little-endian words of 32 bits in two's complement, as the format defines. */
const column = (bits) => {
  const words = integers.flatMap((integer) =>
    Array.from({ length: bits / 32 }, (_, i) => Number(BigInt.asUintN(32, integer >> BigInt(32 * i)))),
  );
  const type = new Decimal(0, 38, bits);
  return makeVector(makeData({ type, length: integers.length, nullCount: 0, data: Uint32Array.from(words) }));
};
const texts = (bits) => Array.from(column(bits), String).join();
const [narrow, wide] = [texts(128), texts(256)];
const { version } = JSON.parse(readFileSync('node_modules/apache-arrow/package.json', 'utf8'));
console.log(`apache-arrow ${version}: ${integers.join()} as Decimal128: ${narrow}; as Decimal256: ${wide}`);
console.log('Expected: the integers, from both. Seen: Decimal128 has them, Decimal256 has lost leading digits.');
process.exit(narrow === integers.join() && wide !== narrow && wide.startsWith('7,7,-3,') ? 0 : 1);
SCRIPT
node script.js
