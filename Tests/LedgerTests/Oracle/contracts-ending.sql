-- title: 合同到期 Contracts ending
-- question: Whose contract ends within some days of a day, as far as is known?
-- parameter: on date = today; the day
-- parameter: within days = 60; how many days after it
-- parameter: field field = sys05-nowContractEndTime; the field with the last day of the contract
-- column: ends date; 到期日 ends
-- column: days_left integer; 剩余天数 days left
-- column: user text; userid
-- column: person text; 姓名 person
-- column: department text; 主部门 department
-- column: company text; 合同公司 company
-- column: contract text; 合同类型 contract
-- column: source text; 依据 source
-- column: last_observed time; 最后查询 last asked
SELECT
  c.value AS ends, CAST(julianday(c.value) - julianday(:on) AS INTEGER) AS days_left, c.user,
  (
    SELECT x.value FROM cells x
    WHERE x.user_number = c.user_number AND x.field = 'sys00-name' AND x.item = 0
  ) AS person, (
    SELECT x.value FROM cells x
    WHERE x.user_number = c.user_number AND x.field = 'sys00-mainDept' AND x.item = 0
  ) AS department, coalesce(nullif(f.label, ''), f.value) AS company,
  coalesce(nullif(t.label, ''), t.value) AS contract, c.source, c.last_observed
FROM cells c
LEFT JOIN cells f ON f.user_number = c.user_number AND f.field = 'sys05-contractCompanyName'
  AND f.item = 0
LEFT JOIN cells t ON t.user_number = c.user_number AND t.field = 'sys05-contractType'
  AND t.item = 0
WHERE c.system = 'dingtalk' AND NOT c.has_left AND c.field = :field
  AND c.value GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'
  AND c.value BETWEEN :on AND date(:on, '+' || :within || ' days')
ORDER BY c.value, c.user
