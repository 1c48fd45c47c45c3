/// How far a fetch has come.
package struct FetchProgress: Hashable, Sendable {
  /// How many people are answered for, or known not to be returned.
  package let done: Int
  /// How many people are asked for; nil while the list of them is being read.
  package let total: Int?
  /// How many values came back.
  package let values: Int
  /// How many of them are new, or gone.
  package let changed: Int
  /// How many calls were made.
  package let calls: Int

  package init(done: Int, total: Int?, values: Int, changed: Int, calls: Int) {
    self.done = done
    self.total = total
    self.values = values
    self.changed = changed
    self.calls = calls
  }
}
