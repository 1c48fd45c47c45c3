/// One employee in one system, by that system's key.
public struct UserKey: Hashable, Sendable {
  /// The system whose key this is.
  public let system: System
  /// DingTalk's `userid`, or Maycur's `employeeId`.
  public let id: Verbatim

  /// Names a user of a system.
  public init(_ system: System, _ id: Verbatim) {
    self.system = system
    self.id = id
  }
}
