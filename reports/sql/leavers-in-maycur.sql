-- title: 离职但每刻仍在 Leavers still in Maycur
-- question: Who has left in DingTalk and is, as far as is known, still an employee in Maycur?
-- column: dingtalk text; userid
-- column: person text; 姓名 person
-- column: left_at time; 离职发现 seen to have left
-- column: maycur text; employeeId
-- column: linked_by text; 关联来源 linked by
-- column: last_export time; 最近导出 last export with them
-- column: last_written time; 最近写入 last write to them
-- column: verdict text; 结论 verdict
WITH exports AS (
  SELECT o.user_number, max(i.captured_at) AS captured
  FROM observations o JOIN imports i ON i.operation = o.operation
  WHERE o.system = 'maycur' GROUP BY o.user_number
),
written AS (
  SELECT user_number, max(sent_at) AS sent FROM writes
  WHERE system = 'maycur' AND (status = 'accepted' OR settled = 'applied') GROUP BY user_number
),
latest AS (SELECT max(captured_at) AS captured FROM imports WHERE system = 'maycur'),
leavers AS (
  SELECT u.user_number, u.user, m.recorded_at AS left_at
  FROM users u JOIN memberships m ON m.entry = u.membership_entry
  WHERE u.system = 'dingtalk' AND u.has_left
)
SELECT
  l.user AS dingtalk, (
    SELECT x.value FROM cells x
    WHERE x.user_number = l.user_number AND x.field = 'sys00-name' AND x.item = 0
  ) AS person, l.left_at, k.maycur, k.source AS linked_by,
  e.captured AS last_export, w.sent AS last_written,
  CASE
    WHEN k.maycur IS NULL THEN 'not linked: who they are in Maycur is not known'
    WHEN e.captured > l.left_at THEN 'in an export made after they left'
    WHEN w.sent > l.left_at THEN 'accepted a write after they left'
    WHEN (SELECT captured FROM latest) > l.left_at THEN 'missing in the last export'
    ELSE 'no export since they left' END AS verdict
FROM leavers l
LEFT JOIN links k ON k.dingtalk = l.user
LEFT JOIN users m ON m.system = 'maycur' AND m.user = k.maycur
LEFT JOIN exports e ON e.user_number = m.user_number
LEFT JOIN written w ON w.user_number = m.user_number
ORDER BY l.left_at, l.user, k.maycur
