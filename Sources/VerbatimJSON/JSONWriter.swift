/// Writes documents as bytes.
struct JSONWriter {
  private(set) var output: [UInt8] = []
  /// The spaces before the current line, or nil for a compact document.
  private var indentation: Int?

  init(indentation: Int?) { self.indentation = indentation }

  mutating func write(_ value: JSON) {
    switch value {
    case .null, .unreadable: put("null")
    case .bool(let truth): put(truth ? "true" : "false")
    case .number(let digits): output.append(contentsOf: digits.utf8)
    case .string(let text): write(string: text)
    case .array(let elements):
      write(elements, between: "[", and: "]") { $0.write($1) }
    case .object(let members):
      write(members, between: "{", and: "}") { writer, member in
        writer.write(string: member.key)
        writer.put(writer.indentation == nil ? ":" : ": ")
        writer.write(member.value)
      }
    }
  }

  private mutating func write<Part>(
    _ parts: [Part],
    between opening: StaticString,
    and closing: StaticString,
    with writePart: (inout JSONWriter, Part) -> Void
  ) {
    put(opening)
    indentation = indentation.map { $0 + 2 }
    for (index, part) in parts.enumerated() {
      if index > 0 { put(",") }
      breakLine()
      writePart(&self, part)
    }
    indentation = indentation.map { $0 - 2 }
    if !parts.isEmpty { breakLine() }
    put(closing)
  }

  private mutating func breakLine() {
    guard let indentation else { return }
    output.append(0x0A)
    output.append(contentsOf: repeatElement(0x20, count: indentation))
  }

  private mutating func put(_ text: StaticString) {
    output.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    )
  }

  private mutating func write(string: String) {
    put("\"")
    var text = string
    text.withUTF8 { buffer in
      var start = 0
      for (index, byte) in buffer.enumerated()
      where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        output.append(contentsOf: buffer[start..<index])
        writeEscape(of: byte)
        start = index + 1
      }
      output.append(contentsOf: buffer[start...])
    }
    put("\"")
  }

  private mutating func writeEscape(of byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): put("\\\"")
    case UInt8(ascii: "\\"): put("\\\\")
    case 0x08: put("\\b")
    case 0x09: put("\\t")
    case 0x0A: put("\\n")
    case 0x0C: put("\\f")
    case 0x0D: put("\\r")
    default:
      let digits = Array("0123456789abcdef".utf8)
      put("\\u00")
      output.append(digits[Int(byte >> 4)])
      output.append(digits[Int(byte & 0xF)])
    }
  }
}
