/// Some fields, as the settings name them: a code, or the beginning of codes before a `*`.
///
/// Example: `sys05-*` is every field whose code begins with `sys05-`.
package struct FieldPattern: Hashable, Sendable {
  /// The pattern as it was written.
  package let text: String

  package init(_ text: String) { self.text = text }

  /// Whether it means more than one field.
  package var isOpen: Bool { text.utf8.last == UInt8(ascii: "*") }

  /// Whether a field is among those that it means; codes are compared bytewise.
  package func fits(_ code: FieldCode) -> Bool {
    isOpen
      ? code.text.utf8.starts(with: text.utf8.dropLast()) : text.utf8.elementsEqual(code.text.utf8)
  }
}
