import Tables

/// Breaks a paragraph into lines of a readable width.
package enum DemoText {
  /// The columns of a line.
  package static let width = 76

  /// The paragraph in lines; a word that is wider than a line has one of its own.
  package static func lines(_ paragraph: String) -> String {
    var lines: [String] = []
    var line = ""
    for word in paragraph.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let longer = line.isEmpty ? String(word) : line + " " + word
      if DisplayWidth.of(longer) > width, !line.isEmpty {
        lines.append(line)
        line = String(word)
      } else {
        line = longer
      }
    }
    return (lines + [line]).joined(separator: "\n") + "\n"
  }

  /// The first lines of a text, and the number of lines that were left out.
  package static func excerpt(_ text: String, lines wanted: Int) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    guard lines.count > wanted + 1 else { return text }
    let rest = lines.count - wanted
    return lines.prefix(wanted).joined(separator: "\n") + "\n… and \(rest) more lines\n"
  }

  /// A command line as a person types it in a shell.
  package static func command(_ arguments: [String]) -> String {
    let words = arguments.map { word in
      word.contains { " '\"$`\\*?;&|<>()#".contains($0) }
        ? "'"
          + word.split(separator: "'", omittingEmptySubsequences: false)
          .joined(separator: "'\\''") + "'" : word
    }
    return (["rollbook"] + words).joined(separator: " ")
  }
}
