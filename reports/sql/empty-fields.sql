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
WITH wanted AS MATERIALIZED (
  SELECT w.value AS field, f.name, f.group_name, f.position
  FROM json_each(:fields) w
  LEFT JOIN fields f ON f.system = 'dingtalk' AND f.field = w.value
),
empty AS MATERIALIZED (
  SELECT w.group_name, w.position, w.field, w.name, u.user_number, u.user
  FROM wanted w
  CROSS JOIN users u
  WHERE u.system = 'dingtalk' AND NOT u.has_left AND NOT EXISTS (
    SELECT 1 FROM cells c
    WHERE c.user_number = u.user_number AND c.field = w.field AND coalesce(c.value, '') <> ''
  )
),
asked AS MATERIALIZED (
  SELECT *, (
    SELECT n.recorded_at FROM entries n WHERE n.entry = (
      SELECT max(l.entry) FROM last_responses l JOIN scopes s ON s.scope = l.scope
      WHERE l.user_number = e.user_number AND s.field = e.field AND s.system = 'dingtalk'
    )
  ) AS last_observed
  FROM empty e
)
SELECT
  e.group_name, e.field, e.name AS field_name, (
    SELECT x.value FROM cells x
    WHERE x.user_number = e.user_number AND x.field = 'sys00-mainDept' AND x.item = 0
  ) AS department, e.user, (
    SELECT x.value FROM cells x
    WHERE x.user_number = e.user_number AND x.field = 'sys00-name' AND x.item = 0
  ) AS person,
  CASE WHEN e.last_observed IS NULL THEN '(never asked)' ELSE coalesce((
    WITH items AS MATERIALIZED (
      SELECT c.words FROM cells c WHERE c.user_number = e.user_number AND c.field = e.field
    )
    SELECT max(words) FROM items
  ), '(nothing)') END AS content, e.last_observed
FROM asked e
ORDER BY e.position, e.field, department, e.user
