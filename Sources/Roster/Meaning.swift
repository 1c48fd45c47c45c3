/// When two values mean the same, although a system may write them differently.
///
/// Values are stored as the system sent them; their meaning is computed when they are read.
/// DingTalk returns a phone number with its country code: `138…` becomes `+86-138…`. Its
/// documentation does not say so; a public client that runs in production removes the code. So a
/// write is compared by meaning with the value that is observed after it.
package enum Meaning {
  /// Whether a written content agrees with an observed one: the same value, the same mainland
  /// mobile number, the same option, or both are empty.
  ///
  /// Never true if either was erased.
  package static func agrees(written: Content, observed: Content) -> Bool {
    // An erased content is unknown, so it agrees with nothing.
    guard written != .erased, observed != .erased else { return false }
    let left = written.meant
    let right = observed.meant
    return left == right || isSameChoice(written, observed)
      || (mobile(left) != nil && mobile(left) == mobile(right))
  }

  /// Whether one content has an option's key and the other has the same option's label only.
  ///
  /// The newer read of DingTalk may return the label: in its documentation, `text2SelectConvert`
  /// decides that for job levels.
  package static func isSameChoice(_ one: Content, _ other: Content) -> Bool {
    guard let label = one.label, !label.isEmpty, label == other.label else { return false }
    return one.value == label || other.value == label
  }

  /// The eleven digits of a mainland mobile number, with or without its country code.
  package static func mobile(_ value: Verbatim?) -> [UInt8]? {
    guard var digits = value?.bytes else { return nil }
    for prefix in ["+86-", "+86", "86-"] where digits.starts(with: prefix.utf8) {
      digits.removeFirst(prefix.utf8.count)
      break
    }
    let isMobile =
      digits.count == 11 && digits.first == UInt8(ascii: "1")
      && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return isMobile ? digits : nil
  }
}

extension Content {
  /// The value; nil for every kind of empty content.
  fileprivate var meant: Verbatim? {
    guard let value, !value.isEmpty else { return nil }
    return value
  }
}
