-- title: 异常查看 Unusual readings
-- question: In which hours did one actor see more different people than usual, read what could show any person
-- question: more than once, or read by night?
-- parameter: people integer = 50; more different people than this in one hour
-- parameter: night_from integer = 22; the hour at which the night begins
-- parameter: night_until integer = 6; the hour at which it ends
-- parameter: from date = today-30; the first day
-- parameter: until date = today; the last day
-- column: hour time; 小时 hour
-- column: actor text; 查看人 actor
-- column: role text; 角色 role
-- column: readings integer; 查看次数 readings
-- column: people integer; 不同人数 different people
-- column: any_person integer; 可见任何人 of any person
-- column: many flag; 人数过多 many people
-- column: night flag; 夜间 by night
WITH found AS MATERIALIZED (
  SELECT
    entry, actor, role, people,
    day_start(local_date(recorded_at)) AS day,
    (recorded_at - day_start(local_date(recorded_at))) / 3600000 AS clock
  FROM accesses
  WHERE recorded_at BETWEEN day_start(:from) AND day_end(:until) AND coalesce(people, 1) > 0
),
hours AS MATERIALIZED (
  SELECT
    f.actor, f.role, f.day + 3600000 * f.clock AS hour, f.clock,
    count(DISTINCT f.entry) AS readings, count(DISTINCT p.user_number) AS people,
    count(DISTINCT iif(f.people IS NULL, f.entry, NULL)) AS any_person
  FROM found f LEFT JOIN accessed_people p ON p.entry = f.entry
  GROUP BY f.actor, f.role, f.day, f.clock
),
judged AS (
  SELECT
    hour, actor, role, readings, people, any_person,
    people > :people OR any_person > 1 AS many,
    iif(
      :night_from <= :night_until, clock >= :night_from AND clock < :night_until,
      clock >= :night_from OR clock < :night_until
    ) AS night
  FROM hours
)
SELECT hour, actor, role, readings, people, any_person, many, night
FROM judged WHERE many OR night
ORDER BY hour, actor, role
