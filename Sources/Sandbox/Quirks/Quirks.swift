/// The sandbox's behaviour where the documentation is silent, or contradicts itself.
///
/// `QuirkTable` lists the quirks. Each is a member here: `quirks.readLag = 5`.
@dynamicMemberLookup
package struct Quirks: Hashable, Sendable {
  /// The readings that are not lenient, by the name of the quirk.
  private var chosen: [String: String] = [:]

  private init() {}

  /// The reading of a quirk.
  package subscript<Reading>(
    dynamicMember path: KeyPath<QuirkTable, Quirk<Reading>>
  ) -> Reading {
    get {
      let quirk = QuirkTable.standard[keyPath: path]
      return chosen[quirk.name].flatMap { Reading(reading: $0) } ?? quirk.lenient
    }
    set { choose(newValue.description, of: QuirkTable.standard[keyPath: path]) }
  }

  private mutating func choose(_ reading: String, of quirk: any NamedQuirk) {
    chosen[quirk.name] = reading == quirk.lenientReading ? nil : reading
  }

  /// Everything as a caller would hope.
  package static let lenient = Quirks()

  /// Everything in its worst reading.
  package static let strict: Quirks = {
    var quirks = Quirks()
    for quirk in QuirkTable.all { quirks.choose(quirk.strictReading, of: quirk) }
    return quirks
  }()

  /// Every quirk with its reading, in order.
  package var settings: [(name: String, reading: String)] {
    QuirkTable.all.map { ($0.name, chosen[$0.name] ?? $0.lenientReading) }
  }

  /// Finds the preset of a name: `lenient` or `strict`.
  ///
  /// - Parameter preset: The name.
  /// - Throws: If there is no such preset.
  package init(preset: String) throws(SandboxError) {
    switch preset {
    case "lenient": self = .lenient
    case "strict": self = .strict
    default:
      throw .unknownReading(quirk: "quirks", reading: preset, allowed: ["lenient", "strict"])
    }
  }

  /// Sets one quirk.
  ///
  /// - Parameter text: `name=value`, such as `readLag=5`.
  /// - Throws: If there is no such quirk, or no such reading of it.
  package mutating func set(_ text: String) throws(SandboxError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let quirk = QuirkTable.all.first(where: { $0.name == parts[0] }) else {
      throw .unknownQuirk(String(parts[0]))
    }
    let reading = parts.count == 2 ? String(parts[1]) : ""
    guard quirk.hasReading(reading) else {
      throw .unknownReading(quirk: quirk.name, reading: reading, allowed: quirk.readings)
    }
    choose(reading, of: quirk)
  }
}
