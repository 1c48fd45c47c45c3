-- title: 谁看过此人 Who looked at a person
-- question: Who saw this person in a period, or could have seen any person: when, by which role and for what?
-- parameter: user user; the person, by DingTalk's userid, job number or name
-- parameter: from date = today-365; the first day
-- parameter: until date = today; the last day
-- column: seen time; 查看时间 seen
-- column: actor text; 查看人 actor
-- column: role text; 角色 role
-- column: what text; 内容 what
-- column: showed text; 范围 showed
-- column: people integer; 人数 people
-- column: behalf text; 代表 on behalf of
-- column: purpose text; 目的 purpose
-- column: position integer; 截至条目 as of entry
-- column: entry integer; entry
SELECT
  recorded_at AS seen, actor, role, what,
  CASE WHEN people IS NULL THEN 'any person' WHEN user_number IS NULL THEN 'among others'
    ELSE 'alone' END AS showed,
  people, behalf, purpose, position, entry
FROM accesses
WHERE recorded_at BETWEEN day_start(:from) AND day_end(:until)
  AND (people IS NULL OR entry IN (
    SELECT entry FROM accessed_people WHERE user_number = user_number('dingtalk', :user)))
ORDER BY entry
