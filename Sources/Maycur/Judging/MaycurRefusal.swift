import RemoteAPI

/// Maycur's refusal of a call.
package struct MaycurRefusal: Hashable, Sendable {
  /// Maycur's code (`NACK`), or the HTTP status if there was none.
  package let code: String
  /// Maycur's text, without secrets; empty if it gave none.
  package let message: String

  /// The code and the text as one phrase of a sentence.
  var phrase: String {
    let code = "code \(code.excerpt(40))"
    return message.isEmpty ? code : "\(code), \(message.excerpt(300))"
  }
}
