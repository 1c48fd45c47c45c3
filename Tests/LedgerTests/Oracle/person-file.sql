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
  SELECT user_number, system, user FROM users WHERE system = 'dingtalk' AND user = :user
  UNION
  SELECT m.user_number, m.system, m.user FROM links l
  JOIN users m ON m.system = 'maycur' AND m.user = l.maycur WHERE l.dingtalk = :user
),
parts AS (
  SELECT
    1 AS place, 'known now' AS part, p.system, p.user, c.field, c.field_name, c.item,
    c.words AS content, c.since AS at, c.entry, c.operation
  FROM person p CROSS JOIN cells c ON c.user_number = p.user_number
  UNION ALL
  SELECT
    2, 'value it had', p.system, p.user, c.field, c.field_name, c.item, c.to_words,
    c.recorded_at, c.entry, c.operation
  FROM person p CROSS JOIN changes c ON c.user_number = p.user_number
  UNION ALL
  SELECT
    3, 'written, ' || w.status || coalesce(', settled as ' || w.settled, ''), p.system, p.user,
    w.field, w.field_name, w.item, w.to_words, w.sent_at, w.intended, w.operation
  FROM person p CROSS JOIN writes w ON w.user_number = p.user_number
  UNION ALL
  SELECT
    4, m.kind, p.system, p.user, NULL, NULL, NULL, NULL, m.recorded_at, m.entry, m.operation
  FROM person p CROSS JOIN memberships m ON m.user_number = p.user_number
  UNION ALL
  SELECT
    5, 'linked by ' || l.source, 'dingtalk', l.dingtalk, NULL, NULL, NULL, l.maycur, l.since,
    l.entry, NULL
  FROM links l WHERE l.dingtalk = :user
  UNION ALL
  SELECT
    6, CASE o.kind WHEN 'notReturned' THEN 'asked for, not returned' WHEN 'imported'
      THEN 'in a file' ELSE 'asked for' END,
    p.system, p.user, NULL, NULL, NULL,
    CASE o.kind WHEN 'notReturned' THEN trim(coalesce(o.code, '') || ' '
      || coalesce(o.message, '')) ELSE o.values_returned || ' values' END,
    o.recorded_at, o.entry, o.operation
  FROM person p CROSS JOIN observations o ON o.user_number = p.user_number
)
SELECT
  s.part, s.system, s.user, s.field, s.field_name, s.item, s.content, s.at, s.entry, s.operation,
  coalesce(o.claimed_actor, o.actor) AS actor, o.reason
FROM parts s
LEFT JOIN operations o ON o.operation = s.operation
ORDER BY s.place, s.system, s.field, s.item, s.entry
