/// One user of one system, by that system's key.
///
/// Keys are equal if their system considers them equal: DingTalk compares bytes, Maycur ignores
/// case (`platform/employee/batch`: "employeeId is case-insensitive"). Only this type decides it.
/// The ledger looks users up by `compared`, and returns the spelling that it recorded first.
package struct UserKey: Hashable, Sendable {
  /// The system whose key this is.
  package let system: System
  /// DingTalk's `userid`, or Maycur's `employeeId`.
  package let id: Verbatim

  package init(_ system: System, _ id: Verbatim) {
    self.system = system
    self.id = id
  }

  /// The key as its system compares it: Maycur's with its ASCII letters in lower case.
  ///
  /// Other letters are unchanged: whether Maycur ignores their case is not known, and the result
  /// must not depend on the version of Unicode, since ledgers store a hash of it.
  package var compared: Verbatim {
    guard system == .maycur, id.text.utf8.contains(where: { 0x41...0x5A ~= $0 }) else { return id }
    let lower = id.text.utf8.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
    return Verbatim(String(decoding: lower, as: UTF8.self))
  }

  package static func == (left: UserKey, right: UserKey) -> Bool {
    left.system == right.system && left.compared == right.compared
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(system)
    hasher.combine(compared)
  }
}
