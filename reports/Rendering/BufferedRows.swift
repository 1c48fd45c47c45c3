/// Rows that are held until all of them are known, as long as they are not too large.
struct BufferedRows {
  private static let limit = 48 << 20

  /// The rows, each as it will be written.
  private(set) var texts: [String] = []
  private var bytes = 0

  var isEmpty: Bool { texts.isEmpty }

  /// Holds one more.
  ///
  /// - Parameter text: The row.
  /// - Throws: `ReportError.tooLarge`.
  mutating func append(_ text: String) throws {
    bytes += text.utf8.count + MemoryLayout<String>.stride
    guard bytes <= Self.limit else { throw ReportError.tooLarge(bytes: Self.limit) }
    texts.append(text)
  }
}
