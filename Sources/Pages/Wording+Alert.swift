/// Alerts in the language of those who read them.
extension Wording {
  /// The title of a message; a robot may be set to take only messages with the name of the program.
  package func alertTitle(_ count: Int) -> String {
    "Rollbook" + self("alert.title", String(count))
  }

  /// One line about an alert.
  ///
  /// - Parameters:
  ///   - kind: The name of the kind: `fetchTooOld`.
  ///   - change: `opened`, `repeated` or `closed`.
  ///   - text: What was found, as the program says it, without a full stop.
  ///   - operation: The number of the operation that shows more; nil if there is none.
  /// - Returns: The line.
  package func alert(
    _ kind: String,
    _ change: String,
    _ text: String,
    operation: Int64?
  ) -> String {
    let found = said(text).map(spans) ?? text
    let line = self("alert.line", self("alert.\(change)"), self("alert.\(kind)"), found)
    return line + (operation.map { self("alert.operation", String($0)) } ?? "")
  }

  /// Spans of time, `1 d 3 h`, in the language.
  private func spans(_ text: String) -> String {
    text.replacing(/([0-9.]+) (d|h|min|s)\b/) { match in
      self("alert.span.\(match.2)", String(match.1))
    }
  }
}
