/// One undocumented behaviour: its name, its readings, and what it decides.
package struct Quirk<Reading: QuirkReading>: Sendable {
  /// The name by which it is set.
  package let name: String
  /// What a caller would hope for.
  let lenient: Reading
  /// The worst that a caller must survive.
  let strict: Reading
  /// What it decides, as help says it.
  package let summary: String

  init(_ name: String, _ lenient: Reading, strict: Reading, _ summary: String) {
    self.name = name
    self.lenient = lenient
    self.strict = strict
    self.summary = summary
  }
}

/// A quirk of whatever readings, as it is listed and set by text.
package protocol NamedQuirk: Sendable {
  /// The name by which it is set.
  var name: String { get }
  /// What it decides, as help says it.
  var summary: String { get }
  /// Its readings, as help lists them.
  var readings: [String] { get }
  /// The text of the lenient reading.
  var lenientReading: String { get }
  /// The text of the strict reading.
  var strictReading: String { get }
  /// Whether a text is one of its readings.
  func hasReading(_ text: String) -> Bool
}

extension Quirk: NamedQuirk {
  package var readings: [String] { Reading.shownReadings }
  package var lenientReading: String { lenient.description }
  package var strictReading: String { strict.description }
  package func hasReading(_ text: String) -> Bool { Reading(reading: text) != nil }
}

/// A reading of a quirk, or a number where a quirk is one.
package protocol QuirkReading: Equatable, Sendable, CustomStringConvertible {
  /// The reading that a text names; nil if it names none.
  init?(reading text: String)
  /// The readings, as help lists them.
  static var shownReadings: [String] { get }
}

extension QuirkReading where Self: RawRepresentable<String> & CaseIterable {
  package init?(reading text: String) { self.init(rawValue: text) }
  package var description: String { rawValue }
  package static var shownReadings: [String] { allCases.map(\.rawValue) }
}

extension Int: QuirkReading {
  package init?(reading text: String) {
    guard let number = Int(text), number >= 0 else { return nil }
    self = number
  }

  package static var shownReadings: [String] { ["0", "1", "2", "…"] }
}
