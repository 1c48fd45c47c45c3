/// Writes rows in the binary form of PostgreSQL's COPY.
package final class PostgresRowWriter {
  private static let (first, enough) = (Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0], 1 << 16)

  private let send: ([UInt8]) throws(PostgresError) -> Void
  private let finish: () throws(PostgresError) -> Void
  private var buffer: [UInt8]
  /// How many rows were begun.
  package private(set) var rows = 0

  init(
    send: @escaping ([UInt8]) throws(PostgresError) -> Void,
    finish: @escaping () throws(PostgresError) -> Void
  ) {
    self.send = send
    self.finish = finish
    buffer = Self.first + [UInt8](repeating: 0, count: 8)
    buffer.reserveCapacity(2 * Self.enough)
  }

  /// Begins a row of some columns, which follow.
  package func row(of columns: Int) throws(PostgresError) {
    if buffer.count >= Self.enough {
      try send(buffer)
      buffer.removeAll(keepingCapacity: true)
    }
    rows += 1
    append(Int16(columns))
  }

  /// Adds a `bigint`; NULL for nil.
  package func add(_ number: Int64?) {
    guard let number else { return append(-1 as Int32) }
    append(8 as Int32)
    append(number)
  }

  /// Adds the bytes of a `bytea` or a `text`; NULL for nil.
  package func add(_ bytes: UnsafeRawBufferPointer?) {
    guard let bytes else { return append(-1 as Int32) }
    append(Int32(bytes.count))
    buffer.append(contentsOf: bytes)
  }

  /// Ends the rows.
  ///
  /// - Throws: ``PostgresError``, also for rows from before.
  package func end() throws(PostgresError) {
    append(-1 as Int16)
    try send(buffer)
    try finish()
  }

  private func append(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.bigEndian) { buffer.append(contentsOf: $0) }
  }
}
