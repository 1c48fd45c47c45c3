extension JSONParser {
  /// Parses a string, from its opening quotation mark to its closing one.
  mutating func string() throws(JSONSyntaxError) -> String {
    position += 1
    let start = position
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        let text = try validated(UnsafeBufferPointer(rebasing: input[start..<position]), start)
        position += 1
        return text
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<0x20: throw failure(.controlCharacter)
      default: position += 1
      }
    }
    throw failure(.unexpectedEnd)
  }

  /// Skips a string with any contents, up to its closing quotation mark.
  mutating func skipString() throws(JSONSyntaxError) {
    position += 1
    while let byte = next {
      position += byte == UInt8(ascii: "\\") ? 2 : 1
      if byte == UInt8(ascii: "\"") { return }
    }
    position = input.count
    throw failure(.unexpectedEnd)
  }

  /// Continues a string that has an escape at the position.
  private mutating func escapedString(from start: Int) throws(JSONSyntaxError) -> String {
    var decoded = Array(input[start..<position])
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        let text = try decoded.withUnsafeBufferPointer { buffer throws(JSONSyntaxError) in
          try validated(buffer, start)
        }
        position += 1
        return text
      case UInt8(ascii: "\\"): try escape(into: &decoded)
      case 0..<0x20: throw failure(.controlCharacter)
      default:
        decoded.append(byte)
        position += 1
      }
    }
    throw failure(.unexpectedEnd)
  }

  private func validated(
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ start: Int
  ) throws(JSONSyntaxError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw failure(.invalidUTF8, at: start)
    }
    return text
  }

  private mutating func escape(into decoded: inout [UInt8]) throws(JSONSyntaxError) {
    let start = position
    position += 1
    guard let kind = next else { throw failure(.unexpectedEnd) }
    position += 1
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(kind)
    case UInt8(ascii: "b"): decoded.append(0x08)
    case UInt8(ascii: "f"): decoded.append(0x0C)
    case UInt8(ascii: "n"): decoded.append(0x0A)
    case UInt8(ascii: "r"): decoded.append(0x0D)
    case UInt8(ascii: "t"): decoded.append(0x09)
    case UInt8(ascii: "u"):
      decoded.append(contentsOf: String(Character(try scalar(from: start))).utf8)
    default: throw failure(.invalidEscape, at: start)
    }
  }

  /// Reads the digits of a `\u` escape, and those of the second half of a surrogate pair.
  private mutating func scalar(from start: Int) throws(JSONSyntaxError) -> UnicodeScalar {
    let first = try hexadecimal(from: start)
    if let scalar = UnicodeScalar(first) { return scalar }
    guard first < 0xDC00, position + 1 < input.count, input[position] == UInt8(ascii: "\\"),
      input[position + 1] == UInt8(ascii: "u")
    else { throw failure(.loneSurrogate, at: start) }
    position += 2
    let second = try hexadecimal(from: position - 2)
    guard 0xDC00...0xDFFF ~= second,
      let scalar = UnicodeScalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw failure(.loneSurrogate, at: start) }
    return scalar
  }

  private mutating func hexadecimal(from start: Int) throws(JSONSyntaxError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = next else { throw failure(.unexpectedEnd) }
      guard let nibble = Character(UnicodeScalar(digit)).hexDigitValue else {
        throw failure(.invalidEscape, at: start)
      }
      value = value << 4 | UInt32(nibble)
      position += 1
    }
    return value
  }
}
