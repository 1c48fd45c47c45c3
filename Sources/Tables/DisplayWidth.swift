/// How many columns of a terminal a text takes.
///
/// East Asian wide and fullwidth characters and emoji take two columns, combining marks and format
/// characters none, everything else one. Characters of ambiguous width take one, as they do in a
/// terminal whose locale is UTF-8. Callers remove control characters first (`Printable`).
package enum DisplayWidth {
  /// The columns that a text takes.
  package static func of(_ text: some StringProtocol) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.reduce(0) { $0 + of($1) }
  }

  /// The columns that one character takes.
  package static func of(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    if let first = scalars.first, first.value < 0x80, scalars.count == 1 { return 1 }
    if isEmoji(scalars) { return 2 }
    return scalars.reduce(0) { $0 + of($1) }
  }

  private static func isEmoji(_ scalars: Character.UnicodeScalarView) -> Bool {
    let asksForPicture = scalars.contains { $0.value == 0xFE0F }
    return scalars.contains {
      $0.properties.isEmojiPresentation
        || (asksForPicture && $0.properties.isEmoji && $0.value > 0xFF)
    }
  }

  private static func of(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    // Vowels and finals of Hangul combine with the wide initial before them.
    if (0x1160...0x11FF).contains(scalar.value) { return 0 }
    return wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  /// The ranges of East_Asian_Width W and F (Unicode Standard Annex 11), less the emoji.
  private static let wide: [ClosedRange<UInt32>] = [
    0x4E00...0x9FFF,  // CJK unified ideographs, first: most of what comes here
    0x1100...0x115F,  // Hangul initials
    0x2E80...0x303E,  // CJK radicals, Kangxi radicals, CJK punctuation
    0x3041...0x4DBF,  // kana, bopomofo, compatibility Jamo, CJK letters, extension A
    0xA000...0xA4CF,  // Yi
    0xA960...0xA97F,  // Hangul initials, extended
    0xAC00...0xD7A3,  // Hangul syllables
    0xF900...0xFAFF,  // CJK compatibility ideographs
    0xFE10...0xFE19,  // vertical forms
    0xFE30...0xFE6F,  // CJK compatibility and small forms
    0xFF01...0xFF60,  // fullwidth forms
    0xFFE0...0xFFE6,  // fullwidth signs
    0x16FE0...0x18DFF,  // Tangut, Khitan
    0x1AFF0...0x1B2FF,  // kana supplements, Nushu
    0x1F200...0x1F265,  // enclosed ideographs
    0x20000...0x3FFFD,  // CJK extensions B and later
  ]
}
