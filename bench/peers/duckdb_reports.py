"""Asks DuckDB the questions of Rollbook's reports, over the same values.

    python3 bench/peers/duckdb_reports.py LEDGER

Reads the view cell_versions of a ledger once, which is not measured, and prints for each report
its name, a tab, and the milliseconds of the best of three. The questions are those of the reports as
far as values answer them; who wrote a value, DuckDB is not asked. Needs the package duckdb.
"""

import csv
import os
import sqlite3
import sys
import tempfile
import time

try:
    import duckdb
except ImportError:
    sys.exit("no DuckDB: pip install duckdb")

CHANGES = """
  WITH changes AS (
    SELECT *, lag(value) OVER w AS before, lag(from_entry) OVER w IS NOT NULL AS is_change
    FROM v WINDOW w AS (PARTITION BY user_number, field, item ORDER BY from_entry)
  )
"""
PERIOD = "recorded_at BETWEEN last_at() - 30 * 86400000::BIGINT AND last_at()"
NAME = "(SELECT n.value FROM v n WHERE n.user_number = c.user_number AND n.field = 'sys00-name' AND n.until_entry IS NULL)"
QUESTIONS = {
    "person-file": "SELECT * FROM v WHERE user_number = 101 ORDER BY field, item, from_entry",
    "contracts-ending": f"""
      SELECT c.value, c.user_number, {NAME} FROM v c
      WHERE field = 'sys05-nowContractEndTime' AND until_entry IS NULL AND presence = 'value'
      ORDER BY c.value""",
    "field-changes": CHANGES + f"""
      SELECT *, {NAME} FROM changes c WHERE is_change AND {PERIOD}
      AND field IN ('sys04-bankAccountNo', 'sys04-accountBank', 'sys02-certNo')
      ORDER BY recorded_at""",
    "change-sample": CHANGES + f"""
      SELECT *, sha256('bench ' || event) AS lot FROM changes
      WHERE is_change AND {PERIOD} ORDER BY lot LIMIT 25""",
    "unattributed-changes": CHANGES + f"""
      SELECT *, {NAME} FROM changes c WHERE is_change AND {PERIOD} ORDER BY from_entry""",
    "volatile-fields": CHANGES + f"""
      SELECT field, count(*), count(DISTINCT user_number), max(recorded_at) FROM changes
      WHERE is_change AND {PERIOD} GROUP BY field ORDER BY 2 DESC LIMIT 30""",
    "headcount": """
      SELECT d.at, v.value, count(*)
      FROM (SELECT last_at() - i * 30 * 86400000::BIGINT AS at FROM range(13) t(i)) d
      JOIN (
        SELECT *, lead(recorded_at) OVER (PARTITION BY user_number ORDER BY from_entry) AS until
        FROM v WHERE field = 'sys01-employeeStatus' AND item = 0
      ) v ON v.recorded_at <= d.at AND (v.until IS NULL OR v.until > d.at)
      GROUP BY 1, 2 ORDER BY 1""",
    "observation-of-fields": """
      SELECT field, count(DISTINCT user_number) FROM v
      WHERE until_entry IS NULL AND value <> '' GROUP BY field ORDER BY field""",
    "empty-fields": """
      SELECT f.field, u.user_number
      FROM (SELECT DISTINCT user_number FROM v) u
      CROSS JOIN (VALUES ('sys00-name'), ('sys00-mobile'), ('sys02-certNo'),
        ('sys04-bankAccountNo'), ('sys05-nowContractEndTime')) f(field)
      WHERE NOT EXISTS (SELECT 1 FROM v WHERE v.user_number = u.user_number
        AND v.field = f.field AND v.until_entry IS NULL AND v.value <> '')""",
}


def main(path):
    columns = "user_number, field, item, event, from_entry, until_entry, recorded_at, presence, value"
    types = {
        "user_number": "BIGINT", "field": "VARCHAR", "item": "BIGINT", "event": "VARCHAR",
        "from_entry": "BIGINT", "until_entry": "BIGINT", "recorded_at": "BIGINT",
        "presence": "VARCHAR", "value": "VARCHAR",
    }
    ledger = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    duck = duckdb.connect()
    with tempfile.TemporaryDirectory() as folder:
        name = os.path.join(folder, "versions.csv")
        with open(name, "w", newline="") as file:
            csv.writer(file).writerows(ledger.execute(f"SELECT {columns} FROM cell_versions"))
        duck.execute(
            f"CREATE TABLE v AS SELECT * FROM read_csv('{name}', header = false, columns = {types})"
        )
    duck.execute("CREATE MACRO last_at() AS (SELECT max(recorded_at) FROM v)")
    for report, sql in QUESTIONS.items():
        best = None
        for _ in range(3):
            start = time.perf_counter()
            duck.execute(sql).fetchall()
            taken = time.perf_counter() - start
            best = taken if best is None else min(best, taken)
        print(f"{report}\t{best * 1000:.3f}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
