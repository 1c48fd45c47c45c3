import DingTalk
import Tables

/// A value that a key of the settings file may have.
protocol SettingValue: Decodable {
  /// Reads it from the text of a YAML scalar.
  init(setting text: String) throws(SettingProblem)
}

/// What a setting must be, as a part of a sentence: `a whole number`.
struct SettingProblem: Error {
  let must: String
}

extension String: SettingValue {
  init(setting text: String) throws(SettingProblem) {
    guard !text.isEmpty else { throw SettingProblem(must: "be a text") }
    self = text
  }
}

extension Int: SettingValue {
  init(setting text: String) throws(SettingProblem) {
    guard let number = Int(text), number >= 0 else {
      throw SettingProblem(must: "be a whole number")
    }
    self = number
  }
}

extension Bool: SettingValue {
  init(setting text: String) throws(SettingProblem) {
    guard let truth = ["true": true, "false": false][text] else {
      throw SettingProblem(must: "be true or false")
    }
    self = truth
  }
}

/// A span of time.
struct SettingSpan: SettingValue, Sendable {
  let duration: Duration

  init(setting text: String) throws(SettingProblem) {
    guard let duration = Times.duration(of: text) else {
      throw SettingProblem(must: "be a span like 15m, 26h or 2d")
    }
    self.duration = duration
  }
}

/// How long something personal is kept, in days; a year has 366, so that nothing goes too early.
struct KeptSpan: SettingValue, Sendable {
  let days: Int64

  init(setting text: String) throws(SettingProblem) {
    let (number, unit) = (text.dropLast(), text.last)
    guard let count = Int64(number), number.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
      1...100_000 ~= count, unit == "d" || unit == "y"
    else { throw SettingProblem(must: "be a span like 3y or 400d") }
    days = unit == "y" ? count * 366 : count
  }
}

/// A whole number of percent, from 0 to 100.
struct Percentage: SettingValue, Sendable {
  let percent: Int

  init(setting text: String) throws(SettingProblem) {
    percent = try Int(setting: text)
    guard percent <= 100 else { throw SettingProblem(must: "be from 0 to 100") }
  }
}

extension RosterAPI: SettingValue {
  init(setting text: String) throws(SettingProblem) {
    guard let api = RosterAPI(rawValue: text) else {
      throw SettingProblem(must: "be auto, old or new")
    }
    self = api
  }
}
