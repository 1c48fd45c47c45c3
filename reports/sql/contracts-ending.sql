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
WITH ending AS MATERIALIZED (
  SELECT user_number, user, value AS ends, source, last_observed FROM cells
  WHERE system = 'dingtalk' AND NOT has_left AND field = :field
    AND value GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'
    AND value BETWEEN :on AND date(:on, '+' || :within || ' days')
)
SELECT
  c.ends, CAST(julianday(c.ends) - julianday(:on) AS INTEGER) AS days_left, c.user,
  (
    SELECT x.value FROM cells x
    WHERE x.user_number = c.user_number AND x.field = 'sys00-name' AND x.item = 0
  ) AS person, (
    SELECT x.value FROM cells x
    WHERE x.user_number = c.user_number AND x.field = 'sys00-mainDept' AND x.item = 0
  ) AS department, (
    SELECT coalesce(nullif(x.label, ''), x.value) FROM cells x
    WHERE x.user_number = c.user_number AND x.field = 'sys05-contractCompanyName' AND x.item = 0
  ) AS company, (
    SELECT coalesce(nullif(x.label, ''), x.value) FROM cells x
    WHERE x.user_number = c.user_number AND x.field = 'sys05-contractType' AND x.item = 0
  ) AS contract, c.source, c.last_observed
FROM ending c
ORDER BY c.ends, c.user
