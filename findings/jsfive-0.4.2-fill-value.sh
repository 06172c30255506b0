#!/bin/sh
# jsfive 0.4.2: where nothing was written to a data set of an HDF5 file, it gives undefined instead of the fill value.
# Needs Node, npm and python3 (3.11 or later). Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts jsfive@0.4.2
python3 -m venv env
env/bin/pip install --quiet --retries 1 --disable-pip-version-check h5py==3.16.0 numpy==2.4.6 2>/dev/null
cat > write.py <<'PYTHON'
import h5py

with h5py.File("data.h5", "w") as file:
    for name, fill in [("zeros", 0), ("minus_one", -1)]:
        chunked = file.create_dataset(f"{name}_chunked", (6,), "<f4", chunks=(2,), fillvalue=fill)
        chunked[2:4] = [1.5, 2.5]
        file.create_dataset(f"{name}_contiguous", (3,), "<f4", fillvalue=fill)
with h5py.File("data.h5") as file:
    for name, data in file.items():
        print(f"h5py {h5py.__version__}: {name}: {data[:].tolist()}")
PYTHON
env/bin/python write.py
cat > read.js <<'SCRIPT'
const { readFileSync } = require('node:fs');
const { File } = require('jsfive');

const { version } = JSON.parse(readFileSync('node_modules/jsfive/package.json', 'utf8'));
const bytes = readFileSync('data.h5');
const file = new File(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), 'data.h5');
let asDescribed = true;
for (const name of file.keys) {
  const seen = Array.from(file.get(name).value, String).join();
  console.log(`jsfive ${version}: ${name}: ${seen}`);
  const unwritten = 'undefined,undefined';
  asDescribed &&= seen === (name.endsWith('chunked') ? `${unwritten},1.5,2.5,${unwritten}` : `${unwritten},undefined`);
}
console.log('Expected: the fill value, 0 or -1, as HDF5 defines. Seen: undefined, which a Float32Array turns into NaN.');
process.exit(asDescribed ? 0 : 1);
SCRIPT
node read.js
