/// The text of a change file in UTF-8, and its original encoding.
struct DecodedText: Equatable {
  /// The text, without a byte order mark.
  let bytes: [UInt8]
  /// The original encoding.
  let encoding: ChangeFileEncoding

  /// Recognises the encoding and decodes the text.
  ///
  /// A byte order mark decides. Without one, valid UTF-8 is UTF-8, and anything else GB18030, with
  /// two exceptions where a guess could be wrong: text that is mostly UTF-8 is refused as damaged,
  /// and a table whose few Chinese characters are valid UTF-8 as well (女 in GB18030 is Ů in UTF-8)
  /// is refused as ambiguous.
  init(_ file: [UInt8]) throws(ChangeFileError) {
    if let marked = try Self.marked(file) {
      self = marked
      return
    }
    try Self.refuseBinary(file)
    let check = UTF8Check(file)
    guard let damage = check.firstInvalid else {
      try Self.refuseAmbiguous(file, check)
      self.init(bytes: file, encoding: .utf8)
      return
    }
    guard check.longCharacters <= check.invalid else {
      throw .damagedUTF8(line: Self.line(of: damage, in: file))
    }
    do {
      let text = try TextConverter.utf8(of: file, in: "GB18030")
      self.init(bytes: text, encoding: .gb18030)
    } catch {
      switch error {
      case .unavailable: throw .encodingUnavailable("GB18030")
      case .invalid(let offset): throw .notText(line: Self.line(of: offset, in: file))
      }
    }
  }

  private init(bytes: [UInt8], encoding: ChangeFileEncoding) {
    self.bytes = bytes
    self.encoding = encoding
  }

  private static func marked(_ file: [UInt8]) throws(ChangeFileError) -> DecodedText? {
    if file.starts(with: [0xEF, 0xBB, 0xBF]) {
      let text = Array(file.dropFirst(3))
      if let damage = UTF8Check(text).firstInvalid {
        throw .damagedUTF8(line: line(of: damage, in: text))
      }
      return DecodedText(bytes: text, encoding: .utf8WithMark)
    }
    if file.starts(with: [0xFF, 0xFE, 0, 0]) || file.starts(with: [0, 0, 0xFE, 0xFF]) {
      throw .utf32
    }
    if file.starts(with: [0xFF, 0xFE]) { return try wide(file, "UTF-16LE", .utf16LittleEndian) }
    if file.starts(with: [0xFE, 0xFF]) { return try wide(file, "UTF-16BE", .utf16BigEndian) }
    return nil
  }

  private static func wide(
    _ file: [UInt8],
    _ name: String,
    _ encoding: ChangeFileEncoding
  ) throws(ChangeFileError) -> DecodedText {
    do {
      let text = try TextConverter.utf8(of: Array(file.dropFirst(2)), in: name)
      return DecodedText(bytes: text, encoding: encoding)
    } catch {
      switch error {
      case .unavailable: throw .encodingUnavailable(encoding.phrase)
      case .invalid: throw .damagedWideText
      }
    }
  }

  /// No text has a zero byte.
  private static func refuseBinary(_ file: [UInt8]) throws(ChangeFileError) {
    if let zero = file.firstIndex(of: 0) { throw .notText(line: line(of: zero, in: file)) }
  }

  private static func refuseAmbiguous(
    _ file: [UInt8],
    _ check: UTF8Check
  ) throws(ChangeFileError) {
    let first = file.first { !isBlank($0) }
    guard check.twoByteCharacters > 0, check.longCharacters == 0,
      first != UInt8(ascii: "{"), first != UInt8(ascii: "["),
      let other = try? TextConverter.utf8(of: file, in: "GB18030")
    else { return }
    let chinese = String(decoding: other, as: UTF8.self).unicodeScalars.filter { !$0.isASCII }
    guard chinese.allSatisfy({ 0x4E00...0x9FFF ~= $0.value }) else { return }
    let western = String(decoding: file, as: UTF8.self).unicodeScalars.filter { !$0.isASCII }
    throw .ambiguousEncoding(utf8: sample(western), gb18030: sample(chinese))
  }

  private static func sample(_ scalars: String.UnicodeScalarView) -> String {
    String(String.UnicodeScalarView(scalars.prefix(8)))
  }

  private static func line(of offset: Int, in bytes: [UInt8]) -> Int {
    bytes[..<min(offset, bytes.count)].count { $0 == 0x0A } + 1
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }
}
