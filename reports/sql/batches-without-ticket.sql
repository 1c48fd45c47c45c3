-- title: 无工单批次 Batches without a ticket
-- question: Which batches were run without naming a ticket, by whom, and for which reason?
-- parameter: from date = today-365; the first day
-- parameter: until date = today; the last day
-- column: operation integer; batch
-- column: kind text; kind
-- column: system text; 系统 system
-- column: opened time; 时间 opened
-- column: actor text; 操作人 actor
-- column: claimed_actor text; 自称 says to be
-- column: reason text; 原因 reason
-- column: rows integer; 行数 rows
-- column: accepted integer; 成功 accepted
SELECT
  operation, kind, system, opened_at AS opened, actor, claimed_actor, reason, rows, accepted
FROM batches
WHERE coalesce(trim(ticket), '') = ''
  AND opened_at BETWEEN day_start(:from) AND day_end(:until)
ORDER BY operation
