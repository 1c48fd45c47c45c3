-- title: 必填项缺失 Empty mandatory fields
-- question: Which active people have nothing in a field that must be filled in?
-- parameter: fields fields = sys00-name,sys00-jobNumber,sys00-mobile,sys00-confirmJoinTime,sys01-employeeType,sys01-employeeStatus,sys02-certNo,sys04-bankAccountNo,sys05-contractCompanyName,sys05-nowContractEndTime; the fields that must be filled in
-- column: group_name text; 分组 group
-- column: field text; 字段代码 code
-- column: field_name text; 字段 field
-- column: department text; 主部门 department
-- column: user text; userid
-- column: person text; 姓名 person
-- column: content text; 内容 content
-- column: last_observed time; 最后查询 last asked
WITH wanted AS (
  SELECT w.value AS field, f.name, f.group_name, f.position
  FROM json_each(:fields) w
  LEFT JOIN fields f ON f.system = 'dingtalk' AND f.field = w.value
),
people AS (
  SELECT
    u.user_number, u.user, (
    SELECT x.value FROM cells x
    WHERE x.user_number = u.user_number AND x.field = 'sys00-name' AND x.item = 0
  ) AS person, (
    SELECT x.value FROM cells x
    WHERE x.user_number = u.user_number AND x.field = 'sys00-mainDept' AND x.item = 0
  ) AS department
  FROM users u
  WHERE u.system = 'dingtalk' AND NOT u.has_left
),
filled AS (
  SELECT user_number, field, max(words) AS words, max(coalesce(value, '') <> '') AS is_filled
  FROM cells WHERE system = 'dingtalk' AND field IN (SELECT field FROM wanted)
  GROUP BY user_number, field
)
SELECT
  w.group_name, w.field, w.name AS field_name, p.department, p.user, p.person,
  CASE WHEN s.user_number IS NULL THEN '(never asked)' ELSE coalesce(c.words, '(nothing)') END
    AS content,
  s.last_observed
FROM wanted w
CROSS JOIN people p
LEFT JOIN filled c ON c.user_number = p.user_number AND c.field = w.field
LEFT JOIN last_observations s ON s.user_number = p.user_number AND s.field = w.field
WHERE NOT coalesce(c.is_filled, 0)
ORDER BY w.position, w.field, p.department, p.user
