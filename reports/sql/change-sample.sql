-- title: 变更抽样 Sample of changes
-- question: Which changes of a period are to be tested: those with the smallest SHA-256 of
-- question: `SEED EVENT`, so that an auditor can repeat the draw?
-- parameter: seed text; any text; the same seed draws the same sample
-- parameter: size integer = 25; how many changes
-- parameter: from date = today-365; the first day
-- parameter: until date = today; the last day
-- column: draw integer; 序号 draw
-- column: event text; event
-- column: seen time; 发现时间 seen
-- column: not_before time; 不早于 not before
-- column: system text; 系统 system
-- column: user text; user
-- column: field text; 字段代码 code
-- column: field_name text; 字段 field
-- column: item integer; item
-- column: from text; 原值 from
-- column: to text; 新值 to
-- column: by text; 来源 by
-- column: actor text; 操作人 actor
-- column: reason text; 原因 reason
-- column: ticket text; 工单 ticket
-- column: drawn_from integer; 总数 drawn from
WITH eligible AS MATERIALIZED (
  SELECT *, sha256(:seed || ' ' || event) AS lot FROM changes
  WHERE NOT is_first AND recorded_at BETWEEN day_start(:from) AND day_end(:until)
)
SELECT
  row_number() OVER (ORDER BY lot) AS draw, event, recorded_at AS seen,
  last_observed_before AS not_before, system, user, field, field_name, item, from_words AS "from",
  to_words AS "to", "by", coalesce(claimed_actor, actor) AS actor, reason, ticket,
  count(*) OVER () AS drawn_from
FROM eligible
ORDER BY lot
LIMIT max(:size, 0)
