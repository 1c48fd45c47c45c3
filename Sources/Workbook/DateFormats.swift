/// Which number formats of a workbook show a date or a time.
struct DateFormats {
  /// The kind of text that a format shows.
  enum Kind: Equatable {
    /// The kind of text that a format shows.
    case number
    /// A number with leading zeros up to this many digits: `00000`.
    case padded(Int)
    /// A date, a time of day, or both.
    case date
  }

  private var custom: [Int: String] = [:]

  /// Adds a format that the workbook describes.
  mutating func add(_ id: Int, _ code: String) { custom[id] = code }

  /// The kind of a number format, by its id.
  func kind(of id: Int) -> Kind {
    if let code = custom[id] { return Self.kind(of: code) }
    switch id {
    // The last two are the formats of Chinese and Japanese systems (18.8.30 of ECMA-376).
    case 14...22, 45...47, 27...36, 50...58: return .date
    default: return .number
    }
  }

  /// The kind of a format code, decided by what is not quoted, escaped or in brackets.
  static func kind(of code: String) -> Kind {
    var plain = ""
    var rest = Substring(code.lowercased())
    while let first = rest.first, first != ";" {
      rest.removeFirst()
      switch first {
      case "\"": rest = rest.drop { $0 != "\"" }.dropFirst()
      case "\\", "_", "*": rest = rest.dropFirst()
      case "[":
        let inside = rest.prefix { $0 != "]" }
        // [h], [mm] and [ss] count hours, minutes and seconds; [red] and [$-804] show nothing.
        if !inside.isEmpty, inside.allSatisfy({ "hms".contains($0) }) { plain += inside }
        rest = rest.dropFirst(inside.count + 1)
      default: plain.append(first)
      }
    }
    if plain.contains("general") || plain.contains("通用格式") { return .number }
    if plain.contains(where: { "ydhms".contains($0) }) { return .date }
    return plain.count > 1 && plain.allSatisfy { $0 == "0" } ? .padded(plain.count) : .number
  }
}
