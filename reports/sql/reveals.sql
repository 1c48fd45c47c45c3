-- title: 敏感值查看 Revealed values
-- question: Which sensitive values were shown whole in a period, revealed or as evidence: whose, by which user and for what purpose?
-- parameter: from date = today-90; the first day
-- parameter: until date = today; the last day
-- column: seen time; 查看时间 seen
-- column: actor text; 查看人 actor
-- column: role text; 角色 role
-- column: what text; 查看方式 how shown
-- column: user text; user
-- column: person text; 姓名 person
-- column: query text; 参数 parameters
-- column: purpose text; 目的 purpose
-- column: behalf text; 代表 on behalf of
-- column: entry integer; entry
SELECT
  a.recorded_at AS seen, a.actor, a.role, a.what, a.user, (
    SELECT x.value FROM cells x
    WHERE x.user_number = a.user_number AND x.field = 'sys00-name' AND x.item = 0
  ) AS person, a.query, a.purpose, a.behalf, a.entry
FROM accesses a
WHERE a.what IN ('reveal', 'readEvidence') AND a.recorded_at BETWEEN day_start(:from) AND day_end(:until)
ORDER BY a.entry
