package import Roster
package import VerbatimJSON

/// Maycur's record of one employee: a member for every field that has a value.
package struct MaycurRecord: Hashable, Sendable {
  /// The employee's number (工号).
  package let employeeID: Verbatim
  /// The employee's key in DingTalk.
  package let userid: Verbatim
  /// The fields that have a value, by their keys, in any order.
  package private(set) var fields: [JSON.Member] = []

  init(employeeID: Verbatim, userid: Verbatim) {
    self.employeeID = employeeID
    self.userid = userid
  }

  /// The value of a field; nil if it has none.
  package subscript(key: String) -> JSON? { JSON.object(fields)[key] }

  /// Sets the value of a field, or removes it.
  mutating func set(_ key: String, _ value: JSON?) {
    let index = fields.firstIndex { Verbatim($0.key) == Verbatim(key) }
    switch (index, value) {
    case (let index?, let value?): fields[index] = JSON.Member(key: key, value: value)
    case (let index?, nil): fields.remove(at: index)
    case (nil, let value?): fields.append(JSON.Member(key: key, value: value))
    case (nil, nil): break
    }
  }

  /// Whether two records have equal members, in any order.
  func holdsSame(as other: MaycurRecord) -> Bool { Set(fields) == Set(other.fields) }

  /// The record for people.
  var json: JSON {
    let keys: [JSON.Member] = [
      JSON.Member(key: "employeeId", value: .string(employeeID.text)),
      JSON.Member(key: "userId", value: .string(userid.text)),
    ]
    return .object(keys + fields)
  }
}
