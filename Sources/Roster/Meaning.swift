/// When two values mean the same, although a system may write them differently.
///
/// Values are stored as the system sent them; meaning is applied when they are read. DingTalk reads
/// a phone back with its country code (`138…` becomes `+86-138…`; seen in production by others, see
/// the API notes). So a write is compared by meaning with what is observed after it.
package enum Meaning {
  /// Whether what was written is what was seen: the same value, the same mainland mobile number,
  /// the same choice, or nothing on both sides; never where one of them was erased.
  package static func agrees(written: Content, observed: Content) -> Bool {
    // What was erased may have been anything.
    guard written != .erased, observed != .erased else { return false }
    let left = written.meant
    let right = observed.meant
    return left == right || isSameChoice(written, observed)
      || (mobile(left) != nil && mobile(left) == mobile(right))
  }

  /// Whether one content shows a choice of a select field by its key, and the other the same choice
  /// by its label alone, as the newer read of DingTalk may (apis.md, section 2.2).
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
  /// The value, with every way of there being none taken as one.
  fileprivate var meant: Verbatim? {
    guard let value, !value.isEmpty else { return nil }
    return value
  }
}
