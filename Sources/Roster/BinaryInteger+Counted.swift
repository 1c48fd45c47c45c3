extension BinaryInteger {
  /// The number and its noun: `1 cell`, `2 cells`.
  ///
  /// - Parameters:
  ///   - one: What follows the number 1.
  ///   - many: What follows any other number; nil for `one` with an s.
  /// - Returns: Both, for a message.
  package func counted(_ one: String, _ many: String? = nil) -> String {
    "\(self) \(self == 1 ? one : many ?? one + "s")"
  }
}
