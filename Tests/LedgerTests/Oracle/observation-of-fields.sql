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
asked AS (
  SELECT system, field, count(*) AS asked, min(last_observed) AS oldest, max(last_observed) AS newest
  FROM last_observations WHERE NOT has_left GROUP BY system, field
),
held AS (
  SELECT system, field, count(DISTINCT user_number) AS holding
  FROM cells WHERE NOT has_left AND coalesce(value, '') <> '' GROUP BY system, field
),
known AS (
  SELECT system, field, name, group_name, position FROM fields WHERE NOT is_removed
  UNION ALL
  SELECT system, field, NULL, NULL, NULL FROM asked a
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
LEFT JOIN held h ON h.system = k.system AND h.field = k.field
ORDER BY k.system, k.position, k.field
