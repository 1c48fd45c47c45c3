/// What is shown in place of a text that a reader may not see whole.
///
/// Of a long text the first and the last scalars stay, so that a person who has the text elsewhere
/// recognises it: `110***********0756`. At least seven twelfths of it are hidden. A short text becomes
/// `***`, whatever its length.
package enum ValueMask {
  /// What a text becomes of which nothing may be shown.
  package static let hidden: Verbatim = "***"

  /// The smallest number of scalars of which the ends are shown.
  static let least = 8
  /// The largest number of stars, so that the mask of a page of text is short.
  static let mostStars = 12

  /// The masked text; an empty one hides nothing, and stays empty.
  ///
  /// - Parameter text: The text.
  /// - Returns: Its mask.
  package static func masked(_ text: Verbatim) -> Verbatim {
    if text.isEmpty { return text }
    let scalars = text.text.unicodeScalars
    let count = scalars.count
    guard count >= least else { return hidden }
    let (first, last) = (min(3, count / 6), min(4, count / 4))
    var masked = String.UnicodeScalarView()
    masked.append(contentsOf: scalars.prefix(first))
    let stars = String(repeating: "*", count: min(count - first - last, mostStars))
    masked.append(contentsOf: stars.unicodeScalars)
    masked.append(contentsOf: scalars.suffix(last))
    return Verbatim(String(masked))
  }

  /// Whether a text is, by its form, the mask of another one.
  ///
  /// - Parameter text: A text that somewhere is to be written.
  /// - Returns: Whether ``masked(_:)`` may have made it.
  package static func isMask(_ text: Verbatim) -> Bool {
    let scalars = text.text.unicodeScalars
    let first = scalars.prefix { $0 != "*" }.count
    let last = scalars.reversed().prefix { $0 != "*" }.count
    let stars = scalars.dropFirst(first).dropLast(last)
    guard stars.count >= 3, stars.allSatisfy({ $0 == "*" }) else { return false }
    if first == 0, last == 0 { return stars.count == 3 }
    return 1...3 ~= first && 2...4 ~= last && 5...mostStars ~= stars.count
  }
}
