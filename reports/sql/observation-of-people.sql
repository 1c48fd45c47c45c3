-- title: 观察覆盖（按人） Observation of people
-- question: Who was asked for, who came back, and how old is what is known of each?
-- parameter: left integer = 0; 1 for people who have left, too
-- column: system text; 系统 system
-- column: user text; user
-- column: person text; 姓名 person
-- column: has_left flag; 已离职 has left
-- column: asked integer; 查询次数 asked
-- column: answered integer; 返回次数 answered
-- column: last_asked time; 最后查询 last asked
-- column: last_answered time; 最后返回 last answered
-- column: age_days decimal; 天数 days old
-- column: last_refusal text; 最近错误 last refusal
WITH observed AS (
  SELECT
    o.user_number, count(*) AS asked,
    count(*) FILTER (WHERE o.kind <> 'notReturned') AS answered,
    max(o.recorded_at) AS last_asked,
    max(CASE o.kind
      WHEN 'fetched' THEN o.recorded_at
      WHEN 'imported' THEN coalesce(
        (SELECT i.captured_at FROM imports i WHERE i.operation = o.operation), o.recorded_at
      )
    END) AS last_answered,
    max(o.entry) FILTER (WHERE o.kind = 'notReturned') AS refused
  FROM observations o
  GROUP BY o.user_number
)
SELECT
  u.system, u.user, (
    SELECT x.value FROM cells x
    WHERE x.user_number = u.user_number AND x.field = 'sys00-name' AND x.item = 0
  ) AS person, u.has_left, coalesce(o.asked, 0) AS asked,
  coalesce(o.answered, 0) AS answered, o.last_asked, o.last_answered,
  ((SELECT at FROM read_position) - o.last_answered) / 86400000.0 AS age_days,
  (
    SELECT trim(coalesce(r.code, '') || ' ' || coalesce(r.message, '')) FROM observations r
    WHERE r.entry = o.refused
  ) AS last_refusal
FROM users u
LEFT JOIN observed o ON o.user_number = u.user_number
WHERE NOT u.has_left OR :left = 1
ORDER BY o.last_answered IS NOT NULL, o.last_answered, u.system, u.user
