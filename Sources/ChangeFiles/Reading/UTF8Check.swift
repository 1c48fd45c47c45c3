/// What a look at the bytes says about whether they are UTF-8.
struct UTF8Check {
  /// How many bytes stand before the first that is not UTF-8; nil where all is.
  private(set) var firstInvalid: Int?
  /// How many places are not UTF-8.
  private(set) var invalid = 0
  /// How many characters of two bytes there are: among them GB18030 text that looks like UTF-8.
  private(set) var twoByteCharacters = 0
  /// How many characters of three or four bytes there are: Chinese text, and hardly by accident.
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

  /// How many bytes the character that begins here has, or 0 where none begins (RFC 3629, 4).
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
