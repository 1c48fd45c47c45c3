package import Roster

/// Finds whom somebody may have meant, if there is no such person known by what was written.
package enum NearPeople {
  /// So short names are one another's neighbours too often.
  private static let shortestMisspelt = 3

  /// The people whose name, job number or key is the text but for what is not seen at a glance
  /// (dots, blanks, case, width), or else those whose name comes near; at most three.
  ///
  /// Nobody is taken for them: they are proposed.
  ///
  /// - Parameters:
  ///   - text: What was written.
  ///   - people: Everybody who is known.
  /// - Returns: Those who may be meant, the nearest first.
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

  /// The dots that stand between the parts of a name, and what is typed in their place.
  private static let dots: Set<UnicodeScalar> = [
    "·", "•", ".", "・", "‧", "∙", "⋅", "˙", "･", "。", "｡", "●", "ᐧ", "᛫",
  ]

  /// What a text is but for what is not seen at a glance.
  private static func likeness(_ text: Verbatim) -> [UnicodeScalar] {
    CellReader.code(text).text.text.lowercased().unicodeScalars.compactMap { scalar in
      if scalar.isBlank || scalar.isHiddenMark { return nil }
      return dots.contains(scalar) ? "·" : scalar
    }
  }
}
