import Foundation
import Roster

/// Steps through the bytes of a response.
struct ByteScanner {
  let input: UnsafeBufferPointer<UInt8>
  var position = 0

  init(_ input: UnsafeBufferPointer<UInt8>) { self.input = input }

  private var next: UInt8? { position < input.count ? input[position] : nil }

  /// Reads a required byte, after whitespace.
  mutating func begin(_ byte: Unicode.Scalar) throws(RosterScanner.GivenUp) {
    skipWhitespace()
    guard next == UInt8(ascii: byte) else { throw RosterScanner.GivenUp() }
    position += 1
  }

  /// Reads the comma before another element, or the end; returns whether there is another.
  mutating func goesOn(
    until end: Unicode.Scalar,
    isFirst: Bool
  ) throws(RosterScanner.GivenUp) -> Bool {
    skipWhitespace()
    if next == UInt8(ascii: end) {
      position += 1
      return false
    }
    guard !isFirst else { return true }
    try begin(",")
    skipWhitespace()
    return true
  }

  /// Whether only whitespace is left.
  mutating func isAtEnd() -> Bool {
    skipWhitespace()
    return position == input.count
  }

  mutating func skipWhitespace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  /// The bytes that were read since a position.
  func since(_ start: Int) -> [UInt8] { Array(input[start..<position]) }

  /// Reads some bytes if they come next.
  mutating func skip(_ literal: StaticString) -> Bool {
    skip(UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
  }

  /// Reads some bytes if they come next.
  mutating func skip(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { skip($0) }
  }

  private mutating func skip(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard isNext(bytes) else { return false }
    position += bytes.count
    return true
  }

  /// Reads the same bytes as between two earlier positions, if they come next.
  mutating func repeats(from start: Int, to end: Int) -> Bool {
    skip(UnsafeBufferPointer(rebasing: input[start..<end]))
  }

  private func isNext(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let wanted = bytes.baseAddress, let here = input.baseAddress,
      bytes.count <= input.count - position
    else { return false }
    return memcmp(here + position, wanted, bytes.count) == 0
  }

  /// Reads a number of up to nine digits, without a sign.
  mutating func smallNumber() -> Int? {
    let start = position
    var number = 0
    while let byte = next, 0x30...0x39 ~= byte, position - start < 9 {
      number = number * 10 + Int(byte - 0x30)
      position += 1
    }
    let digits = position - start
    guard digits > 0, digits == 1 || input[start] != 0x30 else { return nil }
    return number
  }

  /// Reads a string without escapes; returns nil, and reads nothing, if there is none.
  mutating func plainText() -> Verbatim? {
    guard next == UInt8(ascii: "\""), let end = plainEnd(from: position + 1) else { return nil }
    let bytes = UnsafeBufferPointer(rebasing: input[(position + 1)..<end])
    // Invalid UTF-8 would be replaced, so the text would differ from the bytes.
    let text = String(decoding: bytes, as: UTF8.self)
    guard ByteScanner.isText(text, bytes) else { return nil }
    position = end + 1
    return Verbatim(text)
  }

  private static func isText(_ text: String, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.utf8.count == bytes.count else { return false }
    guard let wanted = bytes.baseAddress, !bytes.isEmpty else { return true }
    return text.utf8.withContiguousStorageIfAvailable { found in
      found.baseAddress.map { memcmp($0, wanted, bytes.count) == 0 } ?? false
    } ?? text.utf8.elementsEqual(bytes)
  }

  /// The end of the string that begins at `start`; nil if an escape or a control character comes
  /// first, or there is no end.
  private func plainEnd(from start: Int) -> Int? {
    let raw = UnsafeRawBufferPointer(input)
    var index = start
    while index + 8 <= input.count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let special = ByteScanner.special(in: word)
      if special != 0 {
        index += special.trailingZeroBitCount / 8
        return input[index] == UInt8(ascii: "\"") ? index : nil
      }
      index += 8
    }
    while index < input.count {
      if input[index] == UInt8(ascii: "\"") { return index }
      guard input[index] != UInt8(ascii: "\\"), input[index] >= 0x20 else { return nil }
      index += 1
    }
    return nil
  }

  /// Marks the lowest byte of a word that is a quotation mark, a backslash or a control character
  /// with its high bit; bytes above it may be marked wrongly.
  private static func special(in word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
    let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
    let isQuote = (quote &- ones) & ~quote
    let isBackslash = (backslash &- ones) & ~backslash
    let isControl = (word &- ones &* 0x20) & ~word
    return (isQuote | isBackslash | isControl) & (ones &* 0x80)
  }
}
