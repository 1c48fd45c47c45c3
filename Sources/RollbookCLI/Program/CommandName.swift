import Roster

/// Names of commands that a mistyped one may mean.
enum CommandName {
  /// How many letters of a name may be wrong.
  private static let most = 2

  /// The names that are nearest to a word.
  ///
  /// - Returns: The nearest, in alphabetical order; empty if more than two letters are wrong in each.
  static func nearest(to word: String, among names: [String]) -> [String] {
    let letters = Array(word.utf8)
    let found = names.map { name in
      (name: name, wrong: EditDistance.between(letters, Array(name.utf8), exchanges: true))
    }
    // Of a short word two wrong letters leave nothing.
    let least = found.map(\.wrong).min() ?? .max
    guard least <= min(most, word.unicodeScalars.count / 2) else { return [] }
    return found.filter { $0.wrong == least }.map(\.name).sorted()
  }
}
