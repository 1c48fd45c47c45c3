-- title: 个人档案 One person's complete file
-- question: What does the ledger hold about one person, in both systems: what is known now, every
-- question: value before it, what was written, when they were asked for, and who did it?
-- parameter: user user; the person, by DingTalk's userid, job number or name
-- column: part text; 部分 part
-- column: system text; 系统 system
-- column: user text; user
-- column: field text; 字段代码 code
-- column: field_name text; 字段 field
-- column: item integer; item
-- column: content text; 内容 content
-- column: at time; 时间 recorded
-- column: entry integer; entry
-- column: operation integer; operation
-- column: actor text; 操作人 actor
-- column: reason text; 原因 reason
WITH person AS (
  SELECT user_number('dingtalk', :user) AS user_number
  UNION
  SELECT user_number('maycur', l.maycur) FROM links l WHERE l.dingtalk = :user
),
parts AS (
  SELECT
    1 AS place, 'known now' AS part, system, user, field, field_name, item,
    words AS content, since AS at, entry, operation
  FROM cells WHERE user_number IN (SELECT user_number FROM person)
  UNION ALL
  SELECT
    2, 'value it had', system, user, field, field_name, item, to_words,
    recorded_at, entry, operation
  FROM changes WHERE user_number IN (SELECT user_number FROM person)
  UNION ALL
  SELECT
    3, 'written, ' || status || coalesce(', settled as ' || settled, ''), system, user,
    field, field_name, item, to_words, sent_at, intended, operation
  FROM writes WHERE user_number IN (SELECT user_number FROM person)
  UNION ALL
  SELECT
    4, kind, system, user, NULL, NULL, NULL, NULL, recorded_at, entry, operation
  FROM memberships WHERE user_number IN (SELECT user_number FROM person)
  UNION ALL
  SELECT
    5, 'linked by ' || source, 'dingtalk', dingtalk, NULL, NULL, NULL, maycur, since,
    entry, NULL
  FROM links WHERE dingtalk = :user
  UNION ALL
  SELECT
    6, CASE kind WHEN 'notReturned' THEN 'asked for, not returned' WHEN 'imported'
      THEN 'in a file' ELSE 'asked for' END,
    system, user, NULL, NULL, NULL,
    CASE kind WHEN 'notReturned' THEN trim(coalesce(code, '') || ' '
      || coalesce(message, '')) ELSE values_returned || ' values' END,
    recorded_at, entry, operation
  FROM observations WHERE user_number IN (SELECT user_number FROM person)
)
SELECT
  s.part, s.system, s.user, s.field, s.field_name, s.item, s.content, s.at, s.entry, s.operation,
  coalesce(o.claimed_actor, o.actor) AS actor, o.reason
FROM parts s
LEFT JOIN operations o ON o.operation = s.operation
ORDER BY s.place, s.system, s.field, s.item, s.entry
