-- title: 超限操作 Limits that were exceeded
-- question: Which limits of the configuration was an operation allowed to exceed, by whom and why?
-- parameter: from date = today-365; the first day
-- parameter: until date = today; the last day
-- column: operation integer; batch
-- column: kind text; kind
-- column: system text; 系统 system
-- column: opened time; 时间 opened
-- column: limit text; 限制 limit
-- column: configured integer; 配置值 configured
-- column: used integer; 使用值 used
-- column: rows integer; 行数 rows
-- column: actor text; 操作人 actor
-- column: reason text; 原因 reason
-- column: ticket text; 工单 ticket
SELECT
  o.operation, o.kind, o.system, o.opened_at AS opened, o.name AS "limit", o.configured, o.used,
  b.rows, o.actor, o.reason, b.ticket
FROM overrides o
LEFT JOIN batches b ON b.operation = o.operation
WHERE o.opened_at BETWEEN day_start(:from) AND day_end(:until)
ORDER BY o.operation, o.name
