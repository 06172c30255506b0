#!/bin/sh
# zarrita 0.7.5: an array with an axis of length 0 cannot be read: get throws instead of answering no elements.
# Needs Node, npm and python3 (3.11 or later). Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts zarrita@0.7.5
python3 -m venv env
env/bin/pip install --quiet --retries 1 --disable-pip-version-check tensorstore==0.1.85 2>/dev/null
cat > write.py <<'PYTHON'
from importlib.metadata import version

import tensorstore

spec = {"driver": "zarr", "kvstore": {"driver": "file", "path": "data.zarr"}}
made = {"metadata": {"chunks": [2, 3], "dtype": "<f4", "compressor": None}}
tensorstore.open(spec | made, create=True, dtype="float32", shape=[0, 3]).result()
print(f"tensorstore {version('tensorstore')}: shape {tensorstore.open(spec).result().read().result().shape}")
PYTHON
env/bin/python write.py
cat > read.mjs <<'SCRIPT'
import { existsSync, readFileSync } from 'node:fs';
import * as zarr from 'zarrita';

const { version } = JSON.parse(readFileSync('node_modules/zarrita/package.json', 'utf8'));
const store = { get: async (key) => (existsSync(`data.zarr${key}`) ? readFileSync(`data.zarr${key}`) : undefined) };
const array = await zarr.open(store, { kind: 'array' });
let seen;
try {
  seen = `${(await zarr.get(array)).data.length} elements`;
} catch (error) {
  seen = `${error.name}: ${error.message}`;
}
console.log(`zarrita ${version}: shape [${array.shape}], get gives ${seen}`);
console.log('Expected: 0 elements of shape [0,3].');
process.exit(/empty iterator/.test(seen) ? 0 : 1);
SCRIPT
node read.mjs
