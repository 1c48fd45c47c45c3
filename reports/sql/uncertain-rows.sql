-- title: 结果未知的写入 Rows still uncertain
-- question: Which rows of batches have an unknown result, and since when?
-- column: operation integer; batch
-- column: system text; 系统 system
-- column: user text; user
-- column: person text; 姓名 person
-- column: sent time; 发送时间 sent
-- column: age_days decimal; 天数 days ago
-- column: cells integer; 单元格 cells
-- column: attempts integer; 次数 attempts
-- column: settled text; settled as
-- column: message text; 信息 message
-- column: reason text; 原因 reason
SELECT
  r.operation, o.system, r.user, (
    SELECT x.value FROM cells x
    WHERE x.user_number = w.user_number AND x.field = 'sys00-name' AND x.item = 0
  ) AS person, min(w.sent_at) AS sent,
  ((SELECT at FROM read_position) - min(w.sent_at)) / 86400000.0 AS age_days, count(*) AS cells,
  r.attempts, r.settled, r.message, o.reason
FROM batch_rows r
JOIN operations o ON o.operation = r.operation
JOIN writes w ON w.intended = r.intended
WHERE r.status = 'uncertain' AND coalesce(r.settled, 'undecidable') = 'undecidable'
GROUP BY r.intended
ORDER BY sent, r.intended
