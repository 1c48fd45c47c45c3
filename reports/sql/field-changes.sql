-- title: 字段变更 Changes of given fields
-- question: Which values of these fields changed in a period: when, from what to what, through
-- question: which batch, by which user and why, or outside Rollbook?
-- parameter: fields fields = sys04-bankAccountNo,sys04-accountBank,sys02-certNo,sys05-contractCompanyName,sys05-contractType,sys05-nowContractStartTime,sys05-nowContractEndTime; the fields
-- parameter: from date = today-30; the first day
-- parameter: until date = today; the last day
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
-- column: by text; 来源 by
-- column: actor text; 操作人 actor
-- column: reason text; 原因 reason
-- column: ticket text; 工单 ticket
-- column: event text; event
WITH found AS MATERIALIZED (
  SELECT
    recorded_at AS seen, last_observed_before AS not_before, system, user_number, user, field,
    field_name, item, from_words, to_words, "by", coalesce(claimed_actor, actor) AS actor, reason,
    ticket, event, entry
  FROM changes
  WHERE NOT is_first AND field IN (SELECT value FROM json_each(:fields))
    AND recorded_at BETWEEN day_start(:from) AND day_end(:until)
  UNION ALL
  -- Accepted, and not observed yet; Maycur has only these.
  SELECT
    sent_at, sent_at, system, user_number, user, field, field_name, item,
    from_words, to_words, 'batch ' || operation,
    (SELECT coalesce(o.claimed_actor, o.actor) FROM operations o WHERE o.operation = w.operation),
    (SELECT o.reason FROM operations o WHERE o.operation = w.operation),
    (SELECT o.ticket FROM operations o WHERE o.operation = w.operation), event, intended
  FROM writes w
  WHERE is_unobserved AND (status = 'accepted' OR settled = 'applied')
    AND field IN (SELECT value FROM json_each(:fields))
    AND sent_at BETWEEN day_start(:from) AND day_end(:until)
)
SELECT
  f.seen, f.not_before, f.system, f.user, (
    SELECT x.value FROM cells x
    WHERE x.user_number = f.user_number AND x.field = 'sys00-name' AND x.item = 0
  ) AS person, f.field, f.field_name, f.item,
  f.from_words AS "from", f.to_words AS "to", f."by", f.actor, f.reason, f.ticket, f.event
FROM found f
ORDER BY f.seen, f.entry, f.user, f.field, f.item
