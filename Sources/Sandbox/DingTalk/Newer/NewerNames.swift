import Roster
import VerbatimJSON

/// The names of members in the two families.
enum NewerNames {
  /// The older name of a parameter, by the newer one.
  static let request = [
    "appAgentId": "agentid", "userIdList": "userid_list", "fieldFilterList": "field_filter_list",
  ]
  /// The newer name of a response's member, by the older one.
  static let response = [
    "corp_id": "corpId", "userid": "userId", "unionid": "unionId",
    "field_data_list": "fieldDataList", "field_code": "fieldCode", "field_name": "fieldName",
    "group_id": "groupId", "field_value_list": "fieldValueList", "item_index": "itemIndex",
  ]
}
