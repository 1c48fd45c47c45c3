import RemoteAPI

extension String {
  /// The text on one line, without control characters and runs of spaces, cut to a length.
  func inOneLine(limit: Int) -> String {
    let words = unicodeScalars.split {
      $0.properties.isWhitespace || $0.properties.generalCategory == .control
    }
    let line = words.map { String($0) }.joined(separator: " ")
    return line.count > limit ? line.prefix(limit) + "…" : line
  }

  /// The beginning of the text on one line, without some secrets.
  ///
  /// They are replaced before it is cut, lest half of one remains.
  func excerpt(hiding secrets: [Secret]) -> String { hiding(secrets).inOneLine(limit: 200) }

  /// The visible text of an HTML page: without tags, scripts and styles.
  var withoutMarkup: String {
    var text = self
    for element in ["script", "style"] {
      while let start = text.firstRange(of: "<\(element)"),
        let end = text[start.upperBound...].firstRange(of: "</\(element)>")
      {
        text.removeSubrange(start.lowerBound..<end.upperBound)
      }
    }
    var isInTag = false
    return String(
      text.map { character in
        if character == "<" { isInTag = true }
        defer { if character == ">" { isInTag = false } }
        return isInTag ? " " : character
      }
    )
  }
}
