#!/bin/sh
# h5wasm 0.10.3: a data set that is compressed by a filter that it has not is read as other numbers, without an exception.
# Needs Node, npm and python3 (3.11 or later). Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts h5wasm@0.10.3
python3 -m venv env
env/bin/pip install --quiet --retries 1 --disable-pip-version-check h5py==3.16.0 numpy==2.4.6 2>/dev/null
cat > write.py <<'PYTHON'
import h5py
import numpy

with h5py.File("data.h5", "w") as file:
    file.create_dataset("lzf", data=numpy.full(4096, 7, "<i4"), chunks=(1024,), compression="lzf")
with h5py.File("data.h5") as file:
    print(f"h5py {h5py.__version__}: all are {set(file['lzf'][:].tolist())}")
PYTHON
env/bin/python write.py
cat > read.mjs <<'SCRIPT'
import { readFileSync } from 'node:fs';
import { File, ready } from 'h5wasm/node';

await ready;
const { version } = JSON.parse(readFileSync('node_modules/h5wasm/package.json', 'utf8'));
const data = new File('data.h5', 'r').get('lzf');
let outcome;
try {
  const { value } = data;
  outcome = value.every((number) => number === 7) ? 'right' : 'other numbers';
} catch {
  outcome = 'exception';
}
console.log(`h5wasm ${version}: filter ${data.filters[0].name}, .value gives: ${outcome}`);
console.log('Expected: the numbers, or an exception that says that the filter lzf is not there.');
process.exit(outcome === 'other numbers' ? 0 : 1);
SCRIPT
node read.mjs 2>/dev/null
