package import Roster

/// What Maycur replaces as a whole: its lists, and the object of a company's own fields.
package enum CompositeField: String, CaseIterable, Hashable, Sendable {
  /// 员工角色名称.
  case roleNames
  /// 常驻地.
  case residences
  /// 证件信息.
  case idInfo
  /// 自定义字段.
  case customObject

  /// Its own name (`customObject`): as a change's `wholes` have it, and, of all but the list of
  /// roles, whose items have the same, the code by which a change empties it altogether.
  package var code: FieldCode { Verbatim(rawValue) }
}
