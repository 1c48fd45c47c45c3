import Glibc

/// A form in which people save one table.
package enum TableForm: String, CaseIterable, Sendable {
  case utf8
  case utf8WithMark
  case gb18030
  case utf16LittleEndian
  case utf16BigEndian
  case workbook

  /// The file that holds the rows, every cell of a text in quotation marks.
  package func file(_ rows: [[String]]) throws -> [UInt8] {
    if self == .workbook {
      return TinyWorkbook([TinyWorkbook.Sheet(rows: rows.map { $0.map { .text($0) } })]).bytes
    }
    let text = rows.map { $0.map(Self.quoted).joined(separator: ",") + "\r\n" }.joined()
    switch self {
    case .utf8: return Array(text.utf8)
    case .utf8WithMark: return [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    case .gb18030: return try Self.converted(Array(text.utf8), to: "GB18030")
    case .utf16LittleEndian:
      return [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case .utf16BigEndian:
      return [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    case .workbook: return []
    }
  }

  private static func quoted(_ text: String) -> String {
    let doubled = text.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
    return "\"\(doubled)\""
  }

  /// Why a text could not be converted.
  struct NoConversion: Error {}

  private static func converted(_ bytes: [UInt8], to encoding: String) throws -> [UInt8] {
    guard let converter = iconv_open(encoding, "UTF-8") else { throw NoConversion() }
    defer { iconv_close(converter) }
    var source = bytes.map { CChar(bitPattern: $0) }
    var target = [CChar](repeating: 0, count: bytes.count * 4 + 16)
    var unread = source.count
    var free = target.count
    let done = source.withUnsafeMutableBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        var input = source.baseAddress
        var output = target.baseAddress
        return iconv(converter, &input, &unread, &output, &free) == 0
      }
    }
    guard done else { throw NoConversion() }
    return target[..<(target.count - free)].map { UInt8(bitPattern: $0) }
  }
}
