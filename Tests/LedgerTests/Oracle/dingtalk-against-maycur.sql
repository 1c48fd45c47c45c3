-- title: 钉钉与每刻对照 DingTalk against Maycur
-- question: Which values of linked people differ between the systems, according to the mapping, where
-- question: is Maycur's value from, and how many values could not be compared?
-- parameter: show text = differences; `unknown` for what is not known of Maycur too, `all` for all
-- column: dingtalk text; userid
-- column: person text; 姓名 person
-- column: maycur text; employeeId
-- column: field text; 钉钉字段 field in DingTalk
-- column: field_name text; 字段 field
-- column: maycur_field text; 每刻字段 field in Maycur
-- column: dingtalk_value text; 钉钉 in DingTalk
-- column: expected text; 应为 should be
-- column: maycur_value text; 每刻 in Maycur
-- column: verdict text; 结论 verdict
-- column: known text; 依据 known from
-- column: known_since time; 已知自 known since
WITH counted AS (
  SELECT
    dingtalk, maycur, count(*) OVER (PARTITION BY dingtalk) AS of_dingtalk,
    count(*) OVER (PARTITION BY maycur) AS of_maycur
  FROM links
),
pairs AS (
  SELECT l.dingtalk, l.maycur, d.user_number AS d, m.user_number AS m
  FROM counted l
  JOIN users d ON d.system = 'dingtalk' AND d.user = l.dingtalk AND NOT d.has_left
  JOIN users m ON m.system = 'maycur' AND m.user = l.maycur
  -- Two links of one person are a problem, and compare nothing.
  WHERE l.of_dingtalk = 1 AND l.of_maycur = 1
),
held AS MATERIALIZED (
  SELECT user_number, field, words, value, label, source, since FROM cells
  WHERE item = 0 AND (
    field = 'sys00-name' OR field IN (SELECT dingtalk FROM mapping)
    OR field IN (SELECT maycur FROM mapping)
  )
),
compared AS (
  SELECT
    p.dingtalk, p.maycur, p.d, g.dingtalk AS field, g.maycur AS maycur_field,
    c.words AS dingtalk_value, coalesce(c.value, '') AS given,
    CASE
      WHEN coalesce(c.value, '') = '' THEN ''
      WHEN g.rule = 'phone' THEN CASE
        WHEN c.value GLOB '+86-*' THEN substr(c.value, 5)
        WHEN c.value GLOB '+86*' THEN substr(c.value, 4)
        WHEN c.value GLOB '+*' THEN NULL
        ELSE c.value END
      WHEN g.rule = 'table' THEN t.code
      ELSE c.value END AS expected,
    m.words AS maycur_value, m.value AS found, m.source, m.since, m.user_number AS is_known
  FROM pairs p
  CROSS JOIN mapping g
  LEFT JOIN held c ON c.user_number = p.d AND c.field = g.dingtalk
  LEFT JOIN held m ON m.user_number = p.m AND m.field = g.maycur
  LEFT JOIN mapping_labels t ON t.maycur = g.maycur AND t.label = coalesce(c.label, c.value)
),
judged AS (
  SELECT
    *,
    CASE
      WHEN expected IS NULL THEN 'cannot be compared'
      WHEN is_known IS NULL THEN 'unknown in Maycur'
      WHEN coalesce(found, '') = expected THEN 'equal'
      WHEN expected = '' THEN 'only in Maycur'
      WHEN coalesce(found, '') = '' THEN 'only in DingTalk'
      ELSE 'different' END AS verdict
  FROM compared
),
-- Counted, so that no difference is not mistaken for nothing compared.
uncompared AS (
  SELECT 1 AS place, count(*) || ' of ' || (SELECT count(*) FROM judged)
    || ' values are not known of Maycur, and were not compared' AS verdict
  FROM judged WHERE verdict = 'unknown in Maycur' AND :show = 'differences'
  GROUP BY verdict
  UNION ALL
  SELECT 2, count(*) || ' of ' || (
      SELECT count(*) FROM users WHERE system = 'dingtalk' AND NOT has_left)
    || ' people have no link, or several, and were not compared'
  FROM users u
  WHERE u.system = 'dingtalk' AND NOT u.has_left
    AND NOT EXISTS (SELECT 1 FROM pairs p WHERE p.d = u.user_number)
  GROUP BY u.system
)
SELECT
  j.dingtalk, n.value AS person, j.maycur, j.field, f.name AS field_name, j.maycur_field,
  j.dingtalk_value, nullif(j.expected, '') AS expected, j.maycur_value, j.verdict,
  j.source AS known, j.since AS known_since
FROM (
  SELECT
    0 AS place, dingtalk, maycur, d, field, maycur_field, dingtalk_value, expected, maycur_value,
    verdict, source, since
  FROM judged
  WHERE CASE verdict WHEN 'equal' THEN :show = 'all'
    WHEN 'unknown in Maycur' THEN :show IN ('all', 'unknown') ELSE 1 END
  UNION ALL
  SELECT place, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, verdict, NULL, NULL FROM uncompared
) j
LEFT JOIN held n ON n.user_number = j.d AND n.field = 'sys00-name'
LEFT JOIN fields f ON f.system = 'dingtalk' AND f.field = j.field
ORDER BY j.place, j.dingtalk, j.maycur, j.field
