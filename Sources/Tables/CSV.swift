/// Comma-separated values of RFC 4180: CRLF line ends, quotes only if they are needed.
package enum CSV {
  /// One record with its line end.
  package static func record(_ fields: [String]) -> String {
    var record = ""
    for (index, field) in fields.enumerated() {
      if index > 0 { record += "," }
      append(field, to: &record)
    }
    return record + "\r\n"
  }

  private static func append(_ text: String, to record: inout String) {
    if !needsQuotes(text) {
      record += text
      return
    }
    record += "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { record.unicodeScalars.append("\"") }
      record.unicodeScalars.append(scalar)
    }
    record += "\""
  }

  private static func needsQuotes(_ text: String) -> Bool {
    // "\r\n" is one Character: look at bytes.
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: "\""), 0x0D, 0x0A: return true
      default: continue
      }
    }
    return false
  }
}
