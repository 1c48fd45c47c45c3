/// Why some bytes are not a JSON document, and where.
package struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  package enum Reason: Hashable, Sendable {
    /// The document ends too early.
    case unexpectedEnd
    /// The grammar does not allow this byte here.
    case unexpectedByte(UInt8)
    /// There is text after the document.
    case trailingBytes
    /// A number does not have the form of RFC 8259.
    case invalidNumber
    /// A string has an unescaped control character.
    case controlCharacter
    /// A backslash is not followed by an escape.
    case invalidEscape
    /// An escape names half a surrogate pair, which UTF-8 cannot represent.
    case loneSurrogate
    /// A string is not valid UTF-8.
    case invalidUTF8
    /// An object has two members of one name.
    case duplicateKey
    /// Arrays and objects are nested more deeply than the limit.
    case tooDeep
  }

  /// What is wrong.
  package let reason: Reason
  /// The number of bytes before the fault.
  package let offset: Int
  /// The line, from 1.
  package let line: Int
  /// The column in bytes, from 1.
  package let column: Int

  /// What is wrong and where, without any of the document's content.
  package var description: String { "\(reason.phrase) at line \(line), column \(column)" }
}

extension JSONSyntaxError {
  /// Whether the fault is in one string, whose end can still be found.
  var isOfOneString: Bool {
    switch reason {
    case .controlCharacter, .invalidEscape, .loneSurrogate, .invalidUTF8: true
    case .unexpectedEnd, .unexpectedByte, .trailingBytes, .invalidNumber, .duplicateKey, .tooDeep:
      false
    }
  }
}

extension JSONSyntaxError.Reason {
  /// What is wrong, in a few words.
  var phrase: String {
    switch self {
    case .unexpectedEnd: "the document ends too early"
    case .unexpectedByte(let byte): "unexpected \(JSONSyntaxError.Reason.shown(byte))"
    case .trailingBytes: "something follows the end of the document"
    case .invalidNumber: "a number is not written as JSON writes numbers"
    case .controlCharacter: "a control character is not escaped"
    case .invalidEscape: "an escape is not one of JSON's"
    case .loneSurrogate: "an escape names half a surrogate pair"
    case .invalidUTF8: "a string is not valid UTF-8"
    case .duplicateKey: "an object has two members of the same name"
    case .tooDeep: "the nesting is deeper than \(JSON.depthLimit)"
    }
  }

  private static func shown(_ byte: UInt8) -> String {
    0x21...0x7E ~= byte
      ? "\"\(Character(UnicodeScalar(byte)))\"" : "byte 0x\(String(byte, radix: 16))"
  }
}
