-- title: 按查看人统计 Readings by actor
-- question: Who looked at people in a period: how often, at how many different people, and how many of the
-- question: readings could show any person?
-- parameter: from date = today-30; the first day
-- parameter: until date = today; the last day
-- column: actor text; 查看人 actor
-- column: role text; 角色 role
-- column: readings integer; 查看次数 readings
-- column: people integer; 不同人数 different people
-- column: alone integer; 单人查看 of one person
-- column: any_person integer; 可见任何人 of any person
-- column: first time; 首次 first
-- column: last time; 末次 last
-- chart: bar; x actor; y readings
WITH found AS MATERIALIZED (
  SELECT entry, actor, role, recorded_at, people, user_number FROM accesses
  WHERE recorded_at BETWEEN day_start(:from) AND day_end(:until) AND coalesce(people, 1) > 0
),
shown AS MATERIALIZED (
  SELECT f.actor, f.role, count(DISTINCT p.user_number) AS people
  FROM found f JOIN accessed_people p ON p.entry = f.entry GROUP BY f.actor, f.role
)
SELECT
  f.actor, f.role, count(*) AS readings, (
    SELECT s.people FROM shown s WHERE s.actor = f.actor AND s.role = f.role) AS people,
  sum(f.user_number IS NOT NULL) AS alone, sum(f.people IS NULL) AS any_person,
  min(f.recorded_at) AS first, max(f.recorded_at) AS last
FROM found f
GROUP BY f.actor, f.role
ORDER BY readings DESC, f.actor, f.role
