-- title: 变动最多的字段 Most volatile fields
-- question: Which fields change most often, of how many people, and by batches or outside Rollbook?
-- parameter: from date = today-90; the first day
-- parameter: until date = today; the last day
-- parameter: top integer = 30; how many fields
-- column: system text; 系统 system
-- column: field text; 字段代码 code
-- column: field_name text; 字段 field
-- column: changes integer; 变更次数 changes
-- column: people integer; 人数 people
-- column: by_batches integer; 本系统 by batches
-- column: by_others integer; 其他 by others
-- column: last_change time; 最近变更 last observed to change
-- chart: bar; x field_name; y changes
SELECT
  system, field, coalesce(field_name, field) AS field_name, count(*) AS changes,
  count(DISTINCT user_number) AS people,
  sum(batch IS NOT NULL) AS by_batches, sum(batch IS NULL) AS by_others,
  max(recorded_at) AS last_change
FROM changes
WHERE from_presence IS NOT NULL AND recorded_at BETWEEN day_start(:from) AND day_end(:until)
GROUP BY system, field
ORDER BY changes DESC, system, field
LIMIT max(:top, 0)
