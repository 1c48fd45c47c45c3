import Roster

/// A text that is written as a formula, so that Excel and WPS do not change it: `="00123"`.
///
/// `rollbook report --for excel` writes this form, and some people do. One string literal of a
/// formula may have 255 characters only, so a long text has several, with `&` between.
enum KeptText {
  /// The text of a cell's formula; nil if it is no formula of this form.
  static func text(_ cell: Verbatim) -> Verbatim? {
    var rest = cell.bytes[...]
    guard rest.popFirst() == UInt8(ascii: "=") else { return nil }
    var text: [UInt8] = []
    repeat {
      guard let literal = literal(&rest) else { return nil }
      text += literal
    } while take(UInt8(ascii: "&"), from: &rest)
    guard rest.isEmpty, !text.isEmpty else { return nil }
    return Verbatim(String(decoding: text, as: UTF8.self))
  }

  /// The text between two quotation marks; a doubled one is one.
  private static func literal(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
    let quote = UInt8(ascii: "\"")
    guard take(quote, from: &rest) else { return nil }
    var text: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == quote, !take(quote, from: &rest) { return text }
      text.append(byte)
    }
    return nil
  }

  private static func take(_ byte: UInt8, from rest: inout ArraySlice<UInt8>) -> Bool {
    guard rest.first == byte else { return false }
    rest.removeFirst()
    return true
  }
}
