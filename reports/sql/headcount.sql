-- title: 在职人数 Headcount over time
-- question: How many people were known to be active at the end of each period,
-- question: by their status, their type of employment, or another field?
-- parameter: field field = sys01-employeeStatus; whose values are counted apart
-- parameter: from date = today-365; the first day that is counted
-- parameter: until date = today; the last day that is counted
-- parameter: every days = 30; how many days lie between
-- column: day date; 日期 day
-- column: content text; 分类 content
-- column: people integer; 人数 people
-- chart: line; x day; y people; series content
WITH RECURSIVE
steps (day) AS (
  SELECT :from
  UNION ALL
  SELECT date(day, '+' || max(:every, 1) || ' days') FROM steps
  WHERE date(day, '+' || max(:every, 1) || ' days') <= :until
),
days AS (
  SELECT day, day_end(day) AS at FROM steps
  UNION
  SELECT :until, day_end(:until)
),
-- Users who were asked for by name, and were on no user list yet.
unlisted AS MATERIALIZED (
  SELECT user_number FROM users
  WHERE system = 'dingtalk' AND user_number NOT IN (SELECT user_number FROM memberships)
),
presences AS (
  SELECT
    user_number, kind <> 'left' AS is_here, recorded_at AS since,
    lead(recorded_at) OVER (PARTITION BY user_number ORDER BY entry) AS until
  FROM memberships WHERE system = 'dingtalk'
  UNION ALL
  SELECT u.user_number, 1, min(o.recorded_at), NULL
  FROM unlisted u CROSS JOIN observations o ON o.user_number = u.user_number
  WHERE o.kind = 'fetched'
  GROUP BY u.user_number
),
contents AS (
  SELECT
    user_number, recorded_at AS since,
    coalesce(nullif(to_label, ''), nullif(to_value, ''), to_words) AS content,
    lead(recorded_at) OVER (PARTITION BY user_number ORDER BY entry) AS until
  FROM changes WHERE system = 'dingtalk' AND field = :field AND item = 0
)
SELECT d.day, coalesce(c.content, '(unknown)') AS content, count(*) AS people
FROM days d
JOIN presences p ON p.is_here AND p.since <= d.at AND (p.until IS NULL OR p.until > d.at)
LEFT JOIN contents c ON c.user_number = p.user_number AND c.since <= d.at
  AND (c.until IS NULL OR c.until > d.at)
GROUP BY d.day, c.content
ORDER BY d.day, people DESC, c.content
