/// A text that must never be printed, logged or dumped.
package struct Secret: Sendable {
  private let text: String

  /// Hides a text.
  package init(_ text: String) { self.text = text }

  /// The text itself, for sending it.
  package var revealed: String { text }

  /// Whether a URL or a header can contain the text: visible ASCII, and at most the 4096 bytes that
  /// servers allow.
  package var fitsRequest: Bool {
    text.utf8.count <= 4096 && text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
  }

  /// Whether it is empty.
  package var isEmpty: Bool { text.utf8.isEmpty }

  /// A text from a system with every occurrence of the secret replaced by `***`.
  package func redacted(from other: String) -> String {
    guard !isEmpty else { return other }
    return other.split(separator: text, omittingEmptySubsequences: false).joined(separator: "***")
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Three asterisks.
  package var description: String { "***" }

  /// Three asterisks.
  package var debugDescription: String { "***" }

  /// Shows nothing.
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension String {
  /// The text with every occurrence of some secrets replaced.
  package func hiding(_ secrets: [Secret]) -> String {
    secrets.reduce(self) { $1.redacted(from: $0) }
  }
}
