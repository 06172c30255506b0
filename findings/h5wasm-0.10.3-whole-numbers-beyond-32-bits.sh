#!/bin/sh
# h5wasm 0.10.3: whole numbers of 2^31 and more are stored as int32, so that others are read, without an exception.
# Needs Node and npm. Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts h5wasm@0.10.3
cat > write.mjs <<'SCRIPT'
import { readFileSync } from 'node:fs';
import { File, ready } from 'h5wasm/node';

await ready;
const { version } = JSON.parse(readFileSync('node_modules/h5wasm/package.json', 'utf8'));
const written = new File('data.h5', 'w');
written.create_dataset({ name: 'bytes', data: [3e9, 1] });
written.create_dataset({ name: 'seconds', data: [1.5, 3e9] });
written.create_attribute('fill', 2 ** 40);
written.close();
const file = new File('data.h5', 'r');
const seen = {
  bytes: `${file.get('bytes').dtype} ${file.get('bytes').value}`,
  seconds: `${file.get('seconds').dtype} ${file.get('seconds').value}`,
  fill: `${file.attrs.fill.dtype} ${file.attrs.fill.value}`,
};
file.close();
console.log(`h5wasm ${version}:`, JSON.stringify(seen));
console.log('Expected: 3000000000,1 and 1099511627776 in a type that holds them, as 1.5,3000000000 are.');
const asDescribed =
  seen.bytes === '<i -1294967296,1' && seen.fill === '<i 0' && seen.seconds === '<d 1.5,3000000000';
process.exit(asDescribed ? 0 : 1);
SCRIPT
node write.mjs
