#!/bin/sh
# h5wasm 0.10.3: floats of 16 bits are taken for halves, whatever their type in the file says, so that bfloat16 gives other numbers,
# without an exception. (HDF5 itself knows both layouts, and converts between them.)
# Needs Node and npm. Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts h5wasm@0.10.3
cat > read.mjs <<'CODE'
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { File, ready } from 'h5wasm/node';

// Made by h5py 3.16: 1, 2, -3 and 0.5 as floats of 16 bits, of which 8 are the exponent's and 7 the mantissa's.
const packed = [
  'H4sIAAAAAAACA+v0cHHj5ZLiYgABDg4GFgYBBmTwHwqAUih8mHwClGaE0h1QegUTTJwRLCcBFReEmo+uLiTI1RWk+j8agNlj',
  'wAKhORhGwUgEHq6OASA6AsqHpdITTKjqKtDSoweF9jIysELMYoTxISmZkREiAE2WcJoZKA+SEVTgZ2CCupSdg4G9HirPCkzB',
  'IHkmJiZGSHqGmMfMCEva6Cm8Y1DFQ7CfvwsoR8NcqcA8mjZHwSgYqqDBnsHB4QCDPQDgbHVgCAgAAA==',
];
writeFileSync('data.h5', gunzipSync(Buffer.from(packed.join(''), 'base64')));
await ready;
const { version } = JSON.parse(readFileSync('node_modules/h5wasm/package.json', 'utf8'));
const file = new File('data.h5', 'r');
const { dtype } = file.get('x');
const value = typeof Float16Array === 'undefined' ? '(no value: this Node has no Float16Array)' : `${file.get('x').value}`;
file.close();
console.log(`h5wasm ${version}: type ${dtype}, ${value}`);
console.log('Expected: 1,2,-3,0.5, or a type that is not that of halves (<e), or an exception.');
process.exit(dtype === '<e' ? 0 : 1);
CODE
node read.mjs
