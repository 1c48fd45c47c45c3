/// How far a fetch has come.
public struct FetchProgress: Hashable, Sendable {
  /// How many people are answered for, or known not to be returned.
  public let done: Int
  /// How many people are asked for; nil while the list of them is being read.
  public let total: Int?
  /// How many values came back.
  public let values: Int
  /// How many of them are new, or gone.
  public let changed: Int
  /// How many calls were made.
  public let calls: Int

  /// Makes a state of progress.
  public init(done: Int, total: Int?, values: Int, changed: Int, calls: Int) {
    self.done = done
    self.total = total
    self.values = values
    self.changed = changed
    self.calls = calls
  }
}
