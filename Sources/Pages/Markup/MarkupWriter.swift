/// Writes markup as HTML, in UTF-8.
///
/// Texts are escaped scalar by scalar: to `Character`, a quote that a combining mark follows is no
/// quote, and to a browser it is one.
package struct MarkupWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// A whole document.
  package static func document(_ page: Markup) -> [UInt8] {
    var writer = MarkupWriter()
    writer.bytes.append(contentsOf: "<!doctype html>\n".utf8)
    writer.write(page)
    return writer.bytes
  }

  package mutating func write(_ markup: Markup) {
    switch markup {
    case .text(let text): escape(text)
    case .many(let parts): for part in parts { write(part) }
    case .element(let tag, let attributes, let children):
      raw("<", tag.rawValue)
      for attribute in attributes {
        let (name, value) = attribute.written
        raw(" ", name)
        guard let value else { continue }
        raw("=\"")
        escape(value)
        raw("\"")
      }
      raw(">")
      if tag.isVoid { return }
      for child in children { write(child) }
      raw("</", tag.rawValue, ">")
      if Self.endsLine.contains(tag) { raw("\n") }
    }
  }

  private static let endsLine: Set<Tag> = [
    .head, .title, .header, .nav, .main, .footer, .section, .article, .div, .h1, .h2, .h3, .p, .ul,
    .ol, .li, .dd, .table, .thead, .tbody, .tr, .form, .details, .svg,
  ]

  private mutating func raw(_ texts: String...) {
    for text in texts { bytes.append(contentsOf: text.utf8) }
  }

  private mutating func escape(_ text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": raw("&amp;")
      case "<": raw("&lt;")
      case ">": raw("&gt;")
      case "\"": raw("&quot;")
      case "'": raw("&#39;")
      case "\n", "\t": bytes.append(UInt8(scalar.value))
      default:
        if let sign = Self.visible(scalar) {
          raw(sign)
        } else {
          bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
      }
    }
  }

  /// What is written for a scalar that has no shape of its own, or that moves others; nil for the
  /// scalar itself.
  private static func visible(_ scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x00...0x1F: return String(Unicode.Scalar(scalar.value + 0x2400) ?? "\u{FFFD}")
    case 0x7F: return "\u{2421}"
    case 0x80...0x9F, 0x200B, 0x2028...0x2029, 0xFEFF, 0xE0000...0xE007F, 0xFFF9...0xFFFB: break
    default:
      // The marks and the controls of direction.
      guard scalar.properties.isBidiControl else { return nil }
    }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "\u{2039}U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
      + "\u{203A}"
  }
}
