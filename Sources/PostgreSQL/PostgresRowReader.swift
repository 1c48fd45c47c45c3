/// Reads rows in the binary form of PostgreSQL's COPY, from messages that each hold whole rows.
struct PostgresRowReader {
  private static let header = 11 + 4 + 4

  private var hasBegun = false

  /// Reads the rows of a message.
  ///
  /// - Parameters:
  ///   - message: The message; the first one begins with a header.
  ///   - each: Receives the bytes of each column, nil for NULL; valid during the call only.
  /// - Throws: What `each` throws; `PostgresError.malformed`.
  mutating func read(
    _ message: UnsafeRawBufferPointer,
    _ each: ([UnsafeRawBufferPointer?]) throws -> Void
  ) throws {
    var next = 0
    func take(_ count: Int) throws(PostgresError) -> UnsafeRawBufferPointer {
      guard count >= 0, next + count <= message.count else { throw .malformed }
      defer { next += count }
      return UnsafeRawBufferPointer(rebasing: message[next..<(next + count)])
    }
    if !hasBegun {
      _ = try take(Self.header)
      hasBegun = true
    }
    while next < message.count {
      let columns = Int(Int64(bigEndian: try take(2)))
      // The end of the rows.
      guard columns >= 0 else { return }
      var row: [UnsafeRawBufferPointer?] = []
      row.reserveCapacity(columns)
      for _ in 0..<columns {
        let length = Int(Int64(bigEndian: try take(4)))
        row.append(length < 0 ? nil : try take(length))
      }
      try each(row)
    }
  }
}
