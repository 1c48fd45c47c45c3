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

  /// Its own name (`customObject`).
  ///
  /// A change's `wholes` contain it. It is also the code with which a change empties the whole,
  /// except for the list of roles, whose items have the same code.
  package var code: FieldCode { Verbatim(rawValue) }
}
