/// What is wrong with a line of the schedule.
package struct ScheduleProblem: Error, Hashable {
  /// The key of the line that is wrong, or that is missing.
  package let key: String
  /// What it must be, phrased to follow "must": `be a time like "02:30"`.
  package let must: String

  package init(_ key: String, must: String) {
    self.key = key
    self.must = must
  }
}
