import Roster

/// A limit of the configuration that a batch is allowed to exceed.
public struct LimitOverride: Hashable, Sendable {
  /// The limit's name (`maxUsers`).
  public let name: String
  /// What the configuration allows.
  public let configured: Int
  /// What is allowed instead.
  public let used: Int

  /// Describes an exceeded limit.
  public init(name: String, configured: Int, used: Int) {
    self.name = name
    self.configured = configured
    self.used = used
  }
}
