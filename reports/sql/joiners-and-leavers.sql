-- title: 入职与离职 Joiners and leavers
-- question: Who came onto the list of employees in a period, and who left it, where nobody joins by
-- question: the first list that there is?
-- parameter: from date = today-30; the first day
-- parameter: until date = today; the last day
-- column: seen time; 发现时间 seen
-- column: list_before time; 上次名单 list before
-- column: kind text; 变动 kind
-- column: user text; userid
-- column: name text; 姓名 name
-- column: job_number text; 工号 job number
-- column: operation integer; operation
WITH people AS (
  SELECT
    user_number,
    max(CASE field WHEN 'sys00-name' THEN value END) AS name,
    max(CASE field WHEN 'sys00-jobNumber' THEN value END) AS job_number
  FROM cells WHERE system = 'dingtalk' AND field IN ('sys00-name', 'sys00-jobNumber')
  GROUP BY user_number
)
SELECT
  m.recorded_at AS seen, m.list_before, m.kind, m.user, p.name, p.job_number, m.operation
FROM (
  SELECT entry, recorded_at, list_before, kind, user, user_number, operation FROM memberships
  WHERE system = 'dingtalk' AND list_before IS NOT NULL
  UNION ALL
  SELECT max(entry), recorded_at, NULL, 'first list, of ' || count(*) || ' people', NULL, NULL, operation
  FROM memberships WHERE system = 'dingtalk' AND list_before IS NULL
  GROUP BY recorded_at, operation
) m
LEFT JOIN people p ON p.user_number = m.user_number
WHERE m.recorded_at BETWEEN day_start(:from) AND day_end(:until)
ORDER BY m.entry
