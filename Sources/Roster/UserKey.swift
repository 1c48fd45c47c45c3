/// One user of one system, by that system's key.
///
/// Keys are equal as their system compares them: DingTalk's by their bytes, Maycur's without regard
/// to case (`platform/employee/batch`: "employeeId is case-insensitive"). This is the one place
/// that says so. The ledger finds a user by `compared`, and gives the spelling that it met first.
package struct UserKey: Hashable, Sendable {
  /// The system whose key this is.
  package let system: System
  /// DingTalk's `userid`, or Maycur's `employeeId`.
  package let id: Verbatim

  package init(_ system: System, _ id: Verbatim) {
    self.system = system
    self.id = id
  }

  /// The key as its system compares it: Maycur's with the letters of ASCII in lower case.
  ///
  /// Other letters are left as they are: whether Maycur takes them for one is not known, and what
  /// is lower case must not change with a version of Unicode, since ledgers keep a hash of this.
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
