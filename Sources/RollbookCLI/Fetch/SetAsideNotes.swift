import Roster

extension SetAside {
  /// The largest number of set-aside parts that are named one by one.
  private static let most = 10

  /// The set-aside parts, for the terminal: the user, the field, and what was wrong.
  static func notes(_ asides: [SetAside]) -> [String] {
    var seen: Set<SetAside> = []
    let distinct = asides.filter { seen.insert($0).inserted }
    var notes = distinct.prefix(most).map(\.note)
    if distinct.count > most { notes.append("\(distinct.count - most) more were left out.") }
    return notes
  }

  private var note: String {
    let place = [user.map { "\"\(Self.visible($0))\"" }, field.map { Self.visible($0) }]
      .compactMap { $0 }.joined(separator: " ")
    switch part {
    case .unknown: return "\(place) \(problem): nothing was recorded."
    case .person, .field, .listed, .description:
      return "Left out\(place.isEmpty ? "" : " of \(place)"): \(problem)."
    }
  }

  /// A text with its invisible characters, and those that move a cursor, as codes.
  private static func visible(_ text: Verbatim) -> String {
    text.text.unicodeScalars.map { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: scalar.escaped(asASCII: true)
      default: String(scalar)
      }
    }.joined()
  }
}
