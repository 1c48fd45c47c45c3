-- title: 批次结果 Outcomes of batches
-- question: What was written in a period, by whom and why, what became of its rows, and what was
-- question: rolled back?
-- parameter: from date = today-365; the first day
-- parameter: until date = today; the last day
-- column: operation integer; batch
-- column: kind text; kind
-- column: system text; 系统 system
-- column: opened time; 时间 opened
-- column: status text; 状态 status
-- column: actor text; 操作人 actor
-- column: reason text; 原因 reason
-- column: ticket text; 工单 ticket
-- column: rows integer; 行数 rows
-- column: accepted integer; 成功 accepted
-- column: rejected integer; 拒绝 rejected
-- column: uncertain integer; 不确定 uncertain
-- column: not_sent integer; 未发送 not sent
-- column: skipped integer; 跳过 skipped
-- column: parent integer; of batch
-- column: rolled_back_by text; 回滚批次 rolled back by
-- column: rolled_back integer; 回滚行数 rows rolled back
SELECT
  b.operation, b.kind, b.system, b.opened_at AS opened, b.status,
  coalesce(b.claimed_actor, b.actor) AS actor, b.reason, b.ticket, b.rows, b.accepted, b.rejected,
  b.uncertain, b.not_sent, b.skipped, b.parent, group_concat(r.operation, ', ') AS rolled_back_by,
  coalesce(sum(r.accepted), 0) AS rolled_back
FROM batches b
LEFT JOIN batches r ON r.parent = b.operation AND r.kind = 'rollback'
WHERE b.opened_at BETWEEN day_start(:from) AND day_end(:until)
GROUP BY b.operation
ORDER BY b.operation
