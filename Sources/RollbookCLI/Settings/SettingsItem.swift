/// One element of a list in the settings file: a section of its own, whose keys are checked together.
protocol SettingsItem: Decodable {
  /// What is made of the keys.
  associatedtype Made: Sendable

  /// What is made of the keys; throws what is wrong with one of them.
  func make() throws(SettingsItemProblem) -> Made

  /// The key by which elements differ, and its text.
  static func identity(of made: Made) -> (key: String, text: String)
}

/// What is wrong with an element of a list.
struct SettingsItemProblem: Error {
  /// The key that is wrong or missing.
  let key: String
  /// What it must be, as a part of a sentence: `be a time like "02:30"`.
  let must: String
}
