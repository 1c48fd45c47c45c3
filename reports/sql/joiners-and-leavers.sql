-- title: 入职与离职 Joiners and leavers
-- question: Who joined the user list in a period, and who left it, if the people of the first
-- question: list of all do not count as joined?
-- parameter: from date = today-30; the first day
-- parameter: until date = today; the last day
-- column: seen time; 发现时间 seen
-- column: list_before time; 上次名单 list before
-- column: kind text; 变动 kind
-- column: user text; userid
-- column: person text; 姓名 person
-- column: job_number text; 工号 job number
-- column: last_work_day date; 最后工作日 last day of work
-- column: reason text; 离职原因 reason
-- column: operation integer; operation
WITH moves AS (
  -- A leaver's record belongs to the last leaving before it.
  SELECT record, max(CASE WHEN record IS NULL THEN entry END) OVER (
    PARTITION BY user_number ORDER BY entry
  ) AS membership
  FROM (
    SELECT entry, user_number, NULL AS record FROM memberships WHERE system = 'dingtalk'
    UNION ALL
    SELECT entry, user_number, record FROM dismissals
    WHERE system = 'dingtalk' AND record IS NOT NULL
  )
),
facts AS (
  SELECT
    membership,
    -- A day in China, from milliseconds.
    date(json_extract(record, '$.lastWorkDay') / 1000 + 28800, 'unixepoch') AS last_work_day,
    (
      SELECT group_concat(said, ', ') FROM (
        SELECT value AS said FROM json_each(record, '$.voluntaryReason')
        UNION ALL SELECT value FROM json_each(record, '$.passiveReason')
        UNION ALL SELECT nullif(json_extract(record, '$.reasonMemo'), '')
      )
    ) AS reason
  FROM moves WHERE record IS NOT NULL
),
members AS (
  SELECT entry, recorded_at, list_before, kind, user, user_number, operation FROM memberships
  WHERE system = 'dingtalk' AND recorded_at BETWEEN day_start(:from) AND day_end(:until)
),
found AS (
  SELECT * FROM members WHERE list_before IS NOT NULL
  UNION ALL
  SELECT
    max(entry), recorded_at, NULL, 'first list, of ' || count(*) || ' people', NULL, NULL, operation
  FROM members WHERE list_before IS NULL
  GROUP BY recorded_at, operation
)
SELECT
  m.recorded_at AS seen, m.list_before, m.kind, m.user, (
    SELECT x.value FROM cells x
    WHERE x.user_number = m.user_number AND x.field = 'sys00-name' AND x.item = 0
  ) AS person, (
    SELECT x.value FROM cells x
    WHERE x.user_number = m.user_number AND x.field = 'sys00-jobNumber' AND x.item = 0
  ) AS job_number, f.last_work_day, f.reason, m.operation
FROM found m
LEFT JOIN facts f ON f.membership = m.entry
ORDER BY m.entry
