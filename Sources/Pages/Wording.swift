import Roster
package import Tables

/// How a page speaks: its language, and the zone of its times.
package struct Wording: Sendable {
  package let language: Language
  let times: Times

  package init(_ language: Language, _ times: Times) {
    self.language = language
    self.times = times
  }

  /// The text of a key; the key itself if there is none, which a test refuses.
  func callAsFunction(_ key: String, _ arguments: String...) -> String {
    var text = Texts.all[key]?[language] ?? key
    for (number, argument) in arguments.enumerated() {
      // Arguments are numbers and names of ours; a value of the ledger is a piece of its own.
      text = text.replacing("{\(number)}", with: argument)
    }
    return text
  }

  /// The text of a key; nil if there is none.
  func optional(_ key: String) -> String? { Texts.all[key]?[language] }

  /// A word of the log in the language of the page: `fetched`; the word itself if it has no text.
  func word(_ word: String) -> String { optional("word.\(word)") ?? word }

  /// The heading of a member of the API's objects.
  func column(_ member: String) -> String {
    optional("column.\(member)") ?? optional(member) ?? member
  }

  /// A time of the API on the clock of the settings' zone; nil if it is no time.
  func time(_ text: String) -> String? {
    Self.instant(text).map(times.human)
  }

  /// A moment of a parameter in the language of the page; the text itself if it has no form of its own.
  func moment(_ text: String) -> String {
    if let known = optional("moment.\(text)") { return known }
    for (form, key) in Self.moments {
      if let match = text.wholeMatch(of: form) { return self(key, String(match.1)) }
    }
    return text
  }

  private static var moments: [(Regex<(Substring, Substring)>, String)] {
    [
      (/today-([0-9]+)/, "moment.daysAgo"), (/entry:([0-9]+)/, "moment.entry"),
      (/before:batch:([0-9]+)/, "moment.beforeBatch"),
      (/after:batch:([0-9]+)/, "moment.afterBatch"),
    ]
  }

  /// Reads `2026-01-01T00:00:00.000Z`.
  static func instant(_ text: String) -> Instant? {
    let bytes = Array(text.utf8)
    guard bytes.count == 24, bytes[10] == UInt8(ascii: "T"), bytes[23] == UInt8(ascii: "Z")
    else { return nil }
    func number(_ range: Range<Int>) -> Int? { Int(String(decoding: bytes[range], as: UTF8.self)) }
    guard let day = CivilDate(Verbatim(String(decoding: bytes[..<10], as: UTF8.self))),
      let hours = number(11..<13), let minutes = number(14..<16), let seconds = number(17..<19),
      let rest = number(20..<23)
    else { return nil }
    let clock = ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest
    return Instant(milliseconds: Int64(day.dayNumber) * Instant.dayLength + Int64(clock))
  }

  /// A whole number with a comma before every three digits.
  func grouped(_ digits: String) -> String {
    guard digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return digits }
    var result: [UInt8] = []
    for (place, digit) in digits.utf8.reversed().enumerated() {
      if place > 0, place % 3 == 0 { result.append(UInt8(ascii: ",")) }
      result.append(digit)
    }
    return String(decoding: result.reversed(), as: UTF8.self)
  }

  /// Several things in one sentence.
  func listed(_ texts: [String]) -> String { texts.joined(separator: language == .zh ? "、" : ", ") }

  /// A title of a report, `离职 Leavers`, which has both languages in one line.
  func half(ofBoth title: String) -> String {
    let words = title.split(separator: " ")
    let isChinese = { (word: Substring) in word.unicodeScalars.contains { $0.value > 0x2E7F } }
    let wanted = words.filter { isChinese($0) == (language == .zh) }
    return (wanted.isEmpty ? words : wanted).joined(separator: " ")
  }
}
