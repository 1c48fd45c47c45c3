/// The part of DER that time stamps need.
enum DER {
  static let integer: UInt8 = 0x02
  static let octets: UInt8 = 0x04
  static let identifier: UInt8 = 0x06
  static let time: UInt8 = 0x18
  static let sequence: UInt8 = 0x30
  static let set: UInt8 = 0x31
  static let context0: UInt8 = 0xA0

  /// The object identifiers, as their content bytes.
  static let sha256: [UInt8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]
  static let signedData: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]
  static let stampInfo: [UInt8] = [
    0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x04,
  ]

  /// An element with its tag and length before it.
  static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    var length: [UInt8] = []
    var rest = content.count
    while rest > 0 {
      length.insert(UInt8(rest & 0xFF), at: 0)
      rest >>= 8
    }
    let isShort = content.count < 0x80
    let prefix = isShort ? [UInt8(content.count)] : [0x80 | UInt8(length.count)] + length
    return [tag] + prefix + content
  }
}

/// Reads consecutive elements of DER.
struct DERReader {
  struct Malformed: Error {}

  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }

  /// The tag of the next element.
  var next: UInt8? { rest.first }

  /// The content of the next element, which must have this tag.
  mutating func take(_ tag: UInt8) throws(Malformed) -> [UInt8] {
    guard rest.popFirst() == tag, let first = rest.popFirst() else { throw Malformed() }
    var count = Int(first)
    if first >= 0x80 {
      let digits = Int(first & 0x7F)
      guard 1...4 ~= digits, rest.count >= digits else { throw Malformed() }
      count = rest.prefix(digits).reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(digits)
      // DER requires the shortest form of a length.
      guard count >= 0x80, count >> (8 * (digits - 1)) > 0 else { throw Malformed() }
    }
    guard rest.count >= count else { throw Malformed() }
    defer { rest = rest.dropFirst(count) }
    return [UInt8](rest.prefix(count))
  }

  /// The next element, which must have this tag, as a reader of its content.
  mutating func open(_ tag: UInt8) throws(Malformed) -> DERReader { DERReader(try take(tag)) }
}
