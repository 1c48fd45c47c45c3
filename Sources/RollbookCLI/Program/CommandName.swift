/// Names of commands that a mistyped one may mean.
enum CommandName {
  /// How many letters of a name may be wrong.
  private static let most = 2

  /// The names that are nearest to a word.
  ///
  /// - Returns: The nearest, in alphabetical order; empty if more than two letters are wrong in each.
  static func nearest(to word: String, among names: [String]) -> [String] {
    let found = names.map { (name: $0, wrong: wrong(in: word, for: $0)) }
    // Of a short word two wrong letters leave nothing.
    let least = found.map(\.wrong).min() ?? .max
    guard least <= min(most, word.unicodeScalars.count / 2) else { return [] }
    return found.filter { $0.wrong == least }.map(\.name).sorted()
  }

  /// How many letters must be put in, taken out, replaced or exchanged with the next.
  private static func wrong(in word: String, for name: String) -> Int {
    let (word, name) = (Array(word.utf8), Array(name.utf8))
    var before: [Int] = []
    var last = Array(0...name.count)
    for (row, letter) in word.enumerated() {
      var next = [row + 1]
      for (column, other) in name.enumerated() {
        let replaced = last[column] + (letter == other ? 0 : 1)
        var least = min(replaced, last[column + 1] + 1, next[column] + 1)
        if row > 0, column > 0, letter == name[column - 1], word[row - 1] == other {
          least = min(least, before[column - 1] + 1)
        }
        next.append(least)
      }
      (before, last) = (last, next)
    }
    return last[name.count]
  }
}
