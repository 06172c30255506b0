#!/bin/sh
# zarrita 0.7.5: a fill value of 64 bits is read through a double: 2^53 + 1 comes as 2^53.
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
made = {"metadata": {"chunks": [2], "dtype": "<i8", "compressor": None, "fill_value": 2**53 + 1}}
tensorstore.open(spec | made, create=True, dtype="int64", shape=[2]).result()
print(f"tensorstore {version('tensorstore')}: {tensorstore.open(spec).result().read().result().tolist()}")
PYTHON
env/bin/python write.py
cat > read.mjs <<'SCRIPT'
import { existsSync, readFileSync } from 'node:fs';
import * as zarr from 'zarrita';

const { version } = JSON.parse(readFileSync('node_modules/zarrita/package.json', 'utf8'));
const store = { get: async (key) => (existsSync(`data.zarr${key}`) ? readFileSync(`data.zarr${key}`) : undefined) };
const { data } = await zarr.get(await zarr.open(store, { kind: 'array' }));
console.log(`zarrita ${version}: ${data.constructor.name} ${data}; .zarray: ${readFileSync('data.zarr/.zarray', 'utf8').match(/"fill_value": ?[^,}]*/)}`);
console.log('Expected: 9007199254740993 twice. Seen: 9007199254740992.');
process.exit(`${data}` === '9007199254740992,9007199254740992' ? 0 : 1);
SCRIPT
node read.mjs
