import Foundation

/// The first letters of names in pinyin: `wm` for 王敏.
struct PinyinInitials {
  /// Surnames that are read otherwise than the same character elsewhere.
  private static let surnames: [Unicode.Scalar: String] = [
    "曾": "z", "单": "s", "仇": "q", "解": "x", "查": "z", "区": "o", "翟": "z", "乐": "y", "缪": "m",
    "种": "c", "召": "s", "折": "s",
  ]

  private var known: [Unicode.Scalar: String] = [:]

  /// Whether a text can be such letters: two or more small letters of ASCII.
  static func canBe(_ text: String) -> Bool {
    text.utf8.count > 1 && text.utf8.allSatisfy { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }
  }

  /// Whether the letters of a name contain a text.
  mutating func of(_ name: String, contain text: String) -> Bool {
    let scalars = Array(name.unicodeScalars)
    guard let first = scalars.first, scalars.contains(where: { $0.value > 0x2E7F }) else {
      return false
    }
    let rest = scalars.dropFirst().map { letter(of: $0) }.joined()
    let readings = [letter(of: first), Self.surnames[first]].compactMap(\.self)
    return readings.contains { ($0 + rest).contains(text) }
  }

  /// The first letter of one character's reading; nothing if it has none.
  private mutating func letter(of scalar: Unicode.Scalar) -> String {
    if let known = known[scalar] { return known }
    let latin =
      scalar.isASCII
      ? String(scalar)
      : String(scalar).applyingTransform(.mandarinToLatin, reverse: false)?
        .applyingTransform(.stripDiacritics, reverse: false) ?? ""
    let first = latin.lowercased().first { $0.isASCII && $0.isLetter }
    let letter = first.map { String($0) } ?? ""
    known[scalar] = letter
    return letter
  }
}
