/// Rows that are kept in memory until all of them are known, up to a limit.
struct BufferedRows {
  private static let limit = 48 << 20

  /// The rows, each in its final form.
  private(set) var texts: [String] = []
  private var bytes = 0

  var isEmpty: Bool { texts.isEmpty }

  /// Adds one row.
  ///
  /// - Parameter text: The row.
  /// - Throws: `ReportError.tooLarge`.
  mutating func append(_ text: String) throws {
    bytes += text.utf8.count + MemoryLayout<String>.stride
    guard bytes <= Self.limit else { throw ReportError.tooLarge(bytes: Self.limit) }
    texts.append(text)
  }
}
