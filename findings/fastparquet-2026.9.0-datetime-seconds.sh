#!/bin/sh
# fastparquet 2026.9.0: datetimes in seconds, datetime64[s] of pandas 3, are written divided by 1000: 2023 becomes 1970.
# Needs python3 (3.11 or later). Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --retries 1 --disable-pip-version-check fastparquet==2026.9.0 pandas==3.0.6 pyarrow==25.0.1 2>/dev/null
cat > "$folder/dates.py" <<'PYTHON'
import sys

import fastparquet
import pandas as pd
import pyarrow.parquet as pq

print("fastparquet", fastparquet.__version__, "pandas", pd.__version__)
path = sys.argv[1]
right = {}
for unit in ["s", "ms", "us", "ns"]:
    frame = pd.DataFrame({"when": pd.to_datetime(["2023-01-01", "2024-02-29"]).as_unit(unit)})
    seen = {}
    for engine in ["pyarrow", "fastparquet"]:
        frame.to_parquet(path, engine=engine)
        seen[engine] = [str(when) for when in pq.read_table(path)["when"].cast("timestamp[ns]").to_pylist()]
        right[unit, engine] = seen[engine] == ["2023-01-01 00:00:00", "2024-02-29 00:00:00"]
    print(f"datetime64[{unit}], read by pyarrow; written by pyarrow: {seen['pyarrow']}; by fastparquet: {seen['fastparquet']}")
print("Expected: the same dates from both writers. Seen: fastparquet declares the seconds milliseconds, after a division by 1000.")
sys.exit({key for key, value in right.items() if not value} != {("s", "fastparquet")})
PYTHON
"$folder/env/bin/python" "$folder/dates.py" "$folder/dates.parquet"
