/// How similar two texts are.
package enum EditDistance {
  /// The number of letters to insert, remove or replace (Levenshtein distance).
  ///
  /// - Parameters:
  ///   - left: One text, by whatever counts as a letter.
  ///   - right: The other one.
  ///   - exchanges: Whether two neighbours that changed places count as one.
  /// - Returns: The number; 0 for equal texts.
  package static func between<Letter: Equatable>(
    _ left: [Letter],
    _ right: [Letter],
    exchanges: Bool = false
  ) -> Int {
    var before: [Int] = []
    var last = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var next = [row + 1]
      for (column, other) in right.enumerated() {
        let replaced = last[column] + (letter == other ? 0 : 1)
        var least = min(replaced, last[column + 1] + 1, next[column] + 1)
        if exchanges, row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          least = min(least, before[column - 1] + 1)
        }
        next.append(least)
      }
      (before, last) = (last, next)
    }
    return last[right.count]
  }
}
