import Roster

/// A limit of the configuration that a batch is allowed to exceed.
package struct LimitOverride: Hashable, Sendable {
  /// The limit's name (`maxUsers`).
  package let name: String
  /// The limit in the configuration.
  package let configured: Int
  /// The limit that is used instead.
  package let used: Int

  package init(name: String, configured: Int, used: Int) {
    self.name = name
    self.configured = configured
    self.used = used
  }
}
