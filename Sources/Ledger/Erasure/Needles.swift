import Roster

/// Texts that are looked for in other texts, many at once.
struct Needles {
  /// What is shorter is found everywhere, and looked for nowhere.
  static let shortest = 6

  /// The texts by their first six bytes.
  private var byStart: [UInt64: [[UInt8]]] = [:]
  /// A text that only counts where it stands alone: a key may be a part of another one.
  private let word: [UInt8]?

  /// Prepares a search.
  ///
  /// - Parameters:
  ///   - parts: Texts of at least six bytes, found wherever they stand.
  ///   - word: A text that is found where neither a letter nor a digit is beside it.
  init(parts: some Sequence<[UInt8]>, word: [UInt8]?) {
    for part in parts where part.count >= Self.shortest {
      byStart[Self.start(of: part[..<Self.shortest]), default: []].append(part)
    }
    self.word = word
  }

  private static func start(of bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Whether any of them stands in a text.
  func occur(in text: [UInt8]) -> Bool {
    if let word, Self.stands(word, in: text) { return true }
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
