import Roster

/// Finds many texts in other texts at once, ignoring the case of letters.
struct PatternSet {
  /// Shorter texts, in bytes, would be found everywhere; they are found as whole words only, or not
  /// at all.
  static let shortest = 6

  /// The texts by their first six bytes.
  private var byStart: [UInt64: [[UInt8]]] = [:]
  /// Texts that are found only as whole words: a key may be a part of another one.
  private let words: [[UInt8]]

  /// Prepares a search.
  ///
  /// - Parameters:
  ///   - parts: Texts that are found anywhere, if they have six bytes or more. Of a telephone
  ///     number, the usual spellings are found.
  ///   - words: Texts that are found only if no letter or digit is beside them.
  init(parts: some Sequence<[UInt8]>, words: [[UInt8]]) {
    self.words = words.map(Self.folded)
    for part in parts {
      for form in [part] + Self.numbers(in: part) where form.count >= Self.shortest {
        let form = Self.folded(form)
        byStart[Self.start(of: form[..<Self.shortest]), default: []].append(form)
      }
    }
  }

  private static func start(of bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func folded(_ bytes: [UInt8]) -> [UInt8] {
    bytes.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// Whether a byte separates the digits of a number that is written for people.
  private static func isGap(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-")
  }

  /// A telephone number without its country code and separators: `+86-13911112222`,
  /// `+8613911112222` and `139 1111 2222` all give `13911112222`.
  private static func numbers(in part: [UInt8]) -> [[UInt8]] {
    let isAbroad = part.first == UInt8(ascii: "+")
    let rest = part.drop { $0 == UInt8(ascii: "+") }
    guard rest.allSatisfy({ isDigit($0) || isGap($0) }), rest.count <= 24 else { return [] }
    let digits = rest.filter(isDigit)
    guard digits.count >= 7 else { return [] }
    guard isAbroad else { return [digits] }
    // A country code has three digits at most, and ends at the first separator, if there is one.
    if let gap = rest.firstIndex(where: isGap), gap - rest.startIndex <= 3 {
      return [rest[gap...].filter(isDigit)].filter { $0.count >= 7 }
    }
    return (1...3).map { Array(digits.dropFirst($0)) }.filter { $0.count >= 7 }
  }

  /// Whether a text contains any of them.
  func occur(in text: [UInt8]) -> Bool {
    let text = Self.folded(text)
    if words.contains(where: { Self.stands($0, in: text) }) { return true }
    return stand(in: text) || stand(in: Self.closed(text))
  }

  /// A text without the separators between its digits.
  private static func closed(_ text: [UInt8]) -> [UInt8] {
    var closed: [UInt8] = []
    closed.reserveCapacity(text.count)
    for (index, byte) in text.enumerated() {
      let follows = index + 1 < text.count && isDigit(text[index + 1])
      if isGap(byte), follows, closed.last.map(isDigit) ?? false { continue }
      closed.append(byte)
    }
    return closed
  }

  private func stand(in text: [UInt8]) -> Bool {
    guard !byStart.isEmpty, text.count >= Self.shortest else { return false }
    var window: UInt64 = 0
    for (index, byte) in text.enumerated() {
      window = (window << 8 | UInt64(byte)) & 0xFFFF_FFFF_FFFF
      guard index + 1 >= Self.shortest, let parts = byStart[window] else { continue }
      let rest = text[(index + 1 - Self.shortest)...]
      if parts.contains(where: { rest.starts(with: $0) }) { return true }
    }
    return false
  }

  private static func stands(_ word: [UInt8], in text: [UInt8]) -> Bool {
    guard !word.isEmpty, word.count <= text.count else { return false }
    for start in 0...(text.count - word.count) {
      let end = start + word.count
      guard text[start..<end].elementsEqual(word) else { continue }
      let isFree =
        (start == 0 || !isPartOfWord(text[start - 1]))
        && (end == text.count || !isPartOfWord(text[end]))
      if isFree { return true }
    }
    return false
  }

  private static func isPartOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
