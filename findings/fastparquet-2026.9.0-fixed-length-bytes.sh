#!/bin/sh
# fastparquet 2026.9.0: bytes of a fixed length lose their zeros at the end when they are read.
# Needs python3 (3.11 or later). Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --retries 1 --disable-pip-version-check fastparquet==2026.9.0 pandas==3.0.6 pyarrow==25.0.1 2>/dev/null
cat > "$folder/bytes.py" <<'PYTHON'
import struct
import sys

import fastparquet
import pyarrow as pa
import pyarrow.parquet as pq

print("fastparquet", fastparquet.__version__)
# An embedding of three float32 in each row, little-endian, as fixed-size binary of 12 bytes.
rows = [struct.pack("<3f", *values) for values in [(1.5, -2.25, 0.1), (0.5, 0.25, 0), (0, 0, 0)]]
path = sys.argv[1]
pq.write_table(pa.table({"embedding": pa.array(rows, pa.binary(12))}), path)
lengths = {
    "pyarrow": [len(row) for row in pq.read_table(path)["embedding"].to_pylist()],
    "fastparquet": [len(row) for row in fastparquet.ParquetFile(path).to_pandas()["embedding"]],
}
for reader, seen in lengths.items():
    print(f"FIXED_LEN_BYTE_ARRAY(12), bytes in each row as read by {reader}: {seen}")
print("Expected: 12 each. Seen: fastparquet takes zeros at the end for padding, so the last rows are 8 bytes and none.")
sys.exit(lengths != {"pyarrow": [12, 12, 12], "fastparquet": [12, 8, 0]})
PYTHON
"$folder/env/bin/python" "$folder/bytes.py" "$folder/bytes.parquet"
