import Roster
import VerbatimJSON

/// Reads required parts; the error for a missing one has its path.
///
/// Paths are only composed for errors, since a response has tens of thousands of parts and most are
/// right.
extension JSON {
  /// A member that must be there.
  func member(_ key: String) throws(MalformedDingTalkResponse) -> JSON {
    guard members != nil else { throw MalformedDingTalkResponse("is not an object") }
    guard let value = self[key] else { throw MalformedDingTalkResponse(key, "is missing") }
    return value
  }

  /// A member, or nil if it is absent or `null`.
  func optionalMember(_ key: String) throws(MalformedDingTalkResponse) -> JSON? {
    guard members != nil else { throw MalformedDingTalkResponse("is not an object") }
    return self[key].flatMap { $0.isNull ? nil : $0 }
  }

  /// A member that must be a non-empty string.
  func name(_ key: String) throws(MalformedDingTalkResponse) -> Verbatim {
    guard let text = try member(key).text else {
      throw MalformedDingTalkResponse(key, "is not a text")
    }
    guard !text.isEmpty else { throw MalformedDingTalkResponse(key, "is empty") }
    return Verbatim(text)
  }

  /// A member that is the code of a field or a group: a text without control characters, which
  /// neither a call nor the tables of the ledger allow.
  func code(_ key: String) throws(MalformedDingTalkResponse) -> Verbatim {
    let code = try name(key)
    guard code.isWithoutControls else {
      throw MalformedDingTalkResponse(key, "holds a control character")
    }
    return code
  }

  /// A member that is a text; nil if it is absent, `null` or anything else.
  func anyText(_ key: String) -> Verbatim? { self[key]?.text.map { Verbatim($0) } }

  /// A member that is a boolean, or a boolean as a text; false if it is absent or `null`.
  func flag(_ key: String) throws(MalformedDingTalkResponse) -> Bool {
    guard let value = try optionalMember(key) else { return false }
    switch value {
    case .bool(let truth): return truth
    case .string("true"): return true
    case .string("false"): return false
    default: throw MalformedDingTalkResponse(key, "is neither true nor false")
    }
  }

  /// Reads each element of a member that must be an array.
  func each(
    _ key: String,
    _ read: (JSON) throws(MalformedDingTalkResponse) -> Void
  ) throws(MalformedDingTalkResponse) {
    guard let elements = try member(key).elements else {
      throw MalformedDingTalkResponse(key, "is not a list")
    }
    for (index, element) in elements.enumerated() {
      do { try read(element) } catch { throw error.within("\(key)[\(index)]") }
    }
  }

  /// A whole number, or its digits as a text, that is not negative; nil for anything else.
  var wholeNumber: Int64? {
    switch self {
    case .number: integer.flatMap { $0 < 0 ? nil : $0 }
    case .string(let text):
      text.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? Int64(text) : nil
    default: nil
    }
  }

  /// The key of a user: a text, without surrounding blanks, or a whole number, whose digits are the
  /// key; nil for anything else.
  ///
  /// A key is not empty, and has no comma, which separates keys in calls, and no control character.
  var userKey: Verbatim? {
    switch self {
    case .string(let text): Verbatim(text).asUserKey
    case .number(let digits): digits.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? Verbatim(digits) : nil
    default: nil
    }
  }

  /// The `unionid` of a user; nil if there is none, or a word for none.
  static func unionID(_ text: Verbatim?) -> Verbatim? {
    guard let text, !text.isEmpty, text != "无" else { return nil }
    return text
  }
}

extension Verbatim {
  /// Whether no control character is in the text.
  var isWithoutControls: Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }

  /// The text as the key of a user, without surrounding blanks; nil if it cannot be one.
  var asUserKey: Verbatim? {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
        || scalar.properties.generalCategory == .format
    }
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isBlank($0) }),
      let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return nil }
    let key = Verbatim(String(scalars[first...last]))
    return key.isWithoutControls && !key.text.utf8.contains(UInt8(ascii: ",")) ? key : nil
  }
}
