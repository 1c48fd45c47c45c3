-- title: 非本系统变更 Changes that no batch made
-- question: Which values were observed to change in a period although no batch of ours wrote them?
-- parameter: from date = today-30; the first day
-- parameter: until date = today; the last day
-- parameter: derived integer = 0; 1 for fields that the system works out by itself, too
-- column: seen time; 发现时间 seen
-- column: not_before time; 不早于 not before
-- column: system text; 系统 system
-- column: user text; user
-- column: person text; 姓名 person
-- column: field text; 字段代码 code
-- column: field_name text; 字段 field
-- column: item integer; item
-- column: from text; 原值 from
-- column: to text; 新值 to
-- column: operation integer; seen by operation
-- column: event text; event
SELECT
  c.recorded_at AS seen, c.last_observed_before AS not_before, c.system, c.user, (
    SELECT x.value FROM cells x
    WHERE x.user_number = c.user_number AND x.field = 'sys00-name' AND x.item = 0
  ) AS person,
  c.field, c.field_name, c.item, c.from_words AS "from", c.to_words AS "to", c.operation, c.event
FROM changes c
WHERE c."by" = 'outside' AND c.kind = 'fetched'
  AND (:derived = 1 OR coalesce(c.is_derived, 0) = 0)
  AND c.recorded_at BETWEEN day_start(:from) AND day_end(:until)
ORDER BY c.entry, c.field, c.item
