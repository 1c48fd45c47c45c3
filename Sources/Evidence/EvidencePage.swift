import TransparencyLog

/// The readable page of a bundle.
///
/// It follows from the evidence to the byte, and is verified with it: a page with any other text is
/// refused.
struct EvidencePage {
  private let lines: [PageLine]
  private let note: [UInt8]

  init(_ findings: Findings, _ signed: SignedCheckpoint) {
    lines = findings.lines
    note = signed.bytes
  }

  /// The page: five parts with a separator between them; the second and the fourth vary.
  var bytes: [UInt8] {
    let shown = Self.escaped(TextBytes.shown(note))
    let rows = lines.map { line in
      "<tr>\(line.columns.map { "<td>\(Self.escaped($0))</td>" }.joined())</tr>\n"
    }
    let parts = [PageText.head, shown, PageText.middle, rows.joined(), PageText.foot]
    return [UInt8](parts.joined(separator: PageText.mark).utf8)
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
