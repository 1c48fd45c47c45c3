package import Roster

/// Finds people with a similar name, if no one has exactly the written one.
package enum NearPeople {
  /// Shorter names are similar to each other too often.
  private static let shortestMisspelt = 3

  /// The people whose name, job number or key differs from the text only in dots, blanks, case or
  /// width; if there are none, those with a similar name.
  ///
  /// At most three.
  ///
  /// They are only proposed, never used.
  ///
  /// - Parameters:
  ///   - text: The written text.
  ///   - people: Everybody who is known.
  /// - Returns: The people, the most similar first.
  package static func near(
    to text: Verbatim,
    among people: [PersonCandidate]
  ) -> [PersonCandidate] {
    let wanted = likeness(text)
    let alike = people.filter { person in
      [person.name, person.jobNumber, person.key.id].contains { text in
        text.map { likeness($0) == wanted } ?? false
      }
    }
    if !alike.isEmpty { return Array(alike.prefix(3)) }
    guard text.text.unicodeScalars.count >= shortestMisspelt else { return [] }
    let names = Nearness.nearest(to: text.text, among: people.compactMap(\.name?.text))
    let found = names.flatMap { name in people.filter { $0.name == Verbatim(name) } }
    var seen: Set<UserKey> = []
    return Array(found.filter { seen.insert($0.key).inserted }.prefix(3))
  }

  /// The dots between the parts of a name, and what people type in their place.
  private static let dots: Set<UnicodeScalar> = [
    "·", "•", ".", "・", "‧", "∙", "⋅", "˙", "･", "。", "｡", "●", "ᐧ", "᛫",
  ]

  /// A text without dots, blanks, case and width.
  private static func likeness(_ text: Verbatim) -> [UnicodeScalar] {
    CellReader.code(text).text.text.lowercased().unicodeScalars.compactMap { scalar in
      if scalar.isBlank || scalar.isHiddenMark { return nil }
      return dots.contains(scalar) ? "·" : scalar
    }
  }
}
