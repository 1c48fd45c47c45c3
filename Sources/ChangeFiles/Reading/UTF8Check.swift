/// Counts that show whether bytes are UTF-8.
struct UTF8Check {
  /// The number of bytes before the first invalid one; nil if all are valid.
  private(set) var firstInvalid: Int?
  /// The number of invalid positions.
  private(set) var invalid = 0
  /// The number of characters of two bytes; GB18030 text can look like these.
  private(set) var twoByteCharacters = 0
  /// The number of characters of three or four bytes: Chinese text, and hardly by accident.
  private(set) var longCharacters = 0

  init(_ bytes: [UInt8]) {
    var index = 0
    while index < bytes.count {
      let length = Self.characterLength(bytes, at: index)
      if length == 0 {
        if firstInvalid == nil { firstInvalid = index }
        invalid += 1
      }
      if length == 2 { twoByteCharacters += 1 }
      if length > 2 { longCharacters += 1 }
      index += max(1, length)
    }
  }

  /// The number of bytes of the character that begins here; 0 if none begins (RFC 3629, 4).
  private static func characterLength(_ bytes: [UInt8], at index: Int) -> Int {
    let lead = bytes[index]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if lead == 0xE0 { second = 0xA0...0xBF }
      if lead == 0xED { second = 0x80...0x9F }
    case 0xF0...0xF4:
      length = 4
      if lead == 0xF0 { second = 0x90...0xBF }
      if lead == 0xF4 { second = 0x80...0x8F }
    default: return 0
    }
    guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
    let rest = bytes[(index + 2)..<(index + length)]
    return rest.allSatisfy { 0x80...0xBF ~= $0 } ? length : 0
  }
}
