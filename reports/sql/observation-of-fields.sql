-- title: 观察覆盖（按字段） Observation of fields
-- question: Which fields are known of how many active people, and how old is what is known?
-- column: system text; 系统 system
-- column: group_name text; 分组 group
-- column: field text; 字段代码 code
-- column: field_name text; 字段 field
-- column: people integer; 在职人数 people
-- column: asked integer; 已查询 asked of
-- column: never integer; 从未查询 never asked of
-- column: holding integer; 有值 with a value
-- column: oldest time; 最旧 oldest
-- column: newest time; 最新 newest
-- column: oldest_days decimal; 最旧天数 days old at most
WITH people AS (
  SELECT system, count(*) AS people FROM users WHERE NOT has_left GROUP BY system
),
latest AS MATERIALIZED (
  SELECT scope, user_number, entry, count(*) OVER (PARTITION BY user_number) AS scopes
  FROM last_responses WHERE NOT has_left
),
-- People with responses for one set of fields only, who are most, are counted by that set.
counted AS (
  SELECT s.system, s.field_number, s.field, l.people, l.oldest, l.newest
  FROM (
    SELECT scope, count(*) AS people, min(entry) AS oldest, max(entry) AS newest FROM latest
    WHERE scopes = 1 GROUP BY scope
  ) l
  JOIN scopes s ON s.scope = l.scope
  UNION ALL
  SELECT s.system, s.field_number, s.field, 1, max(l.entry), max(l.entry)
  FROM latest l JOIN scopes s ON s.scope = l.scope
  WHERE l.scopes > 1 GROUP BY l.user_number, s.system, s.field
),
asked AS (
  SELECT
    system, field_number, field, people AS asked,
    (SELECT e.recorded_at FROM entries e WHERE e.entry = c.oldest) AS oldest,
    (SELECT e.recorded_at FROM entries e WHERE e.entry = c.newest) AS newest
  FROM (
    SELECT
      system, field_number, field, sum(people) AS people, min(oldest) AS oldest,
      max(newest) AS newest
    FROM counted GROUP BY system, field
  ) c
),
-- The roster has what was observed. For the few cells with a later write, the difference is added.
written AS MATERIALIZED (
  SELECT DISTINCT user_number, field_number, field FROM cells
  WHERE source = 'written' AND NOT has_left
),
-- Counted for 500 people at a time: one sort of all cells takes 50 bytes of memory for each of them.
counts AS MATERIALIZED (
  SELECT (
    SELECT json_group_array(json_array(field_number, people))
    FROM (
      SELECT field_number, count(DISTINCT user_number) AS people FROM roster
      WHERE user_number >= b.first AND user_number < b.first + 500
        AND NOT has_left AND coalesce(value, '') <> ''
      GROUP BY field_number
    )
  ) AS list
  FROM (SELECT DISTINCT user_number / 500 * 500 AS first FROM users) b
),
held AS (
  SELECT field_number, sum(people) AS holding
  FROM (
    SELECT json_extract(j.value, '$[0]') AS field_number, json_extract(j.value, '$[1]') AS people
    FROM counts c JOIN json_each(c.list) j
    UNION ALL
    SELECT w.field_number, EXISTS (
        SELECT 1 FROM cells c WHERE c.user_number = w.user_number AND c.field = w.field
          AND coalesce(c.value, '') <> ''
      ) - EXISTS (
        SELECT 1 FROM roster r WHERE r.user_number = w.user_number AND r.field = w.field
          AND coalesce(r.value, '') <> ''
      )
    FROM written w
  )
  GROUP BY field_number
),
known AS (
  SELECT system, field_number, field, name, group_name, position FROM fields WHERE NOT is_removed
  UNION ALL
  SELECT system, field_number, field, NULL, NULL, NULL FROM asked a
  WHERE NOT EXISTS (SELECT 1 FROM fields f WHERE f.system = a.system AND f.field = a.field)
)
SELECT
  k.system, k.group_name, k.field, k.name AS field_name, coalesce(p.people, 0) AS people,
  coalesce(a.asked, 0) AS asked, coalesce(p.people, 0) - coalesce(a.asked, 0) AS never,
  coalesce(h.holding, 0) AS holding, a.oldest, a.newest,
  ((SELECT at FROM read_position) - a.oldest) / 86400000.0 AS oldest_days
FROM known k
LEFT JOIN people p ON p.system = k.system
LEFT JOIN asked a ON a.system = k.system AND a.field = k.field
LEFT JOIN held h ON h.field_number = k.field_number
ORDER BY k.system, k.position, k.field
