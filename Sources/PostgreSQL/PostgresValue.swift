/// A parameter of a statement, or a column of a row.
package enum PostgresValue: Hashable, Sendable {
  /// NULL.
  case null
  /// A `bigint`; from a row, any other whole number too.
  case integer(Int64)
  /// A `text`.
  case text(String)
  /// A `bytea`.
  case bytes([UInt8])
  /// A `boolean`.
  case truth(Bool)

  /// The whole number; nil for anything else.
  package var integer: Int64? {
    if case .integer(let number) = self { number } else { nil }
  }

  /// The bytes of a `bytea`; nil for anything else.
  package var bytes: [UInt8]? {
    if case .bytes(let bytes) = self { bytes } else { nil }
  }

  /// The text; nil for anything else.
  package var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  /// The number by which PostgreSQL knows the type.
  var type: UInt32 {
    switch self {
    case .null: 0
    case .integer: Self.bigint
    case .text: 25
    case .bytes: Self.bytea
    case .truth: Self.boolean
    }
  }

  /// The bytes that the protocol sends for it; nil for NULL.
  var sent: [UInt8]? {
    switch self {
    case .null: nil
    case .integer(let number): withUnsafeBytes(of: number.bigEndian) { Array($0) }
    case .text(let text): Array(text.utf8)
    case .bytes(let bytes): bytes
    case .truth(let isTrue): [isTrue ? 1 : 0]
    }
  }

  private static let (boolean, bytea, bigint, int2, int4) = (
    16 as UInt32, 17 as UInt32, 20 as UInt32, 21 as UInt32, 23 as UInt32
  )

  /// Reads what the protocol sent for a column of a type.
  init(_ bytes: UnsafeRawBufferPointer, type: UInt32) {
    switch type {
    case Self.bigint, Self.int2, Self.int4:
      self = .integer(Int64(bigEndian: bytes))
    case Self.bytea: self = .bytes(Array(bytes))
    case Self.boolean: self = .truth(bytes.first == 1)
    default: self = .text(String(decoding: bytes, as: UTF8.self))
    }
  }
}

extension Int64 {
  /// A whole number of two, four or eight bytes, the highest one first.
  package init(bigEndian bytes: UnsafeRawBufferPointer) {
    let start: Int64 = (bytes.first ?? 0) & 0x80 == 0 ? 0 : -1
    self = bytes.reduce(start) { $0 << 8 | Int64($1) }
  }
}
