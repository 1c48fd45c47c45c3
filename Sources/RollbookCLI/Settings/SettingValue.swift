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
