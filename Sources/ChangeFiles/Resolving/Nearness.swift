import Roster

/// Finds similar texts.
enum Nearness {
  /// Longer texts are not compared: a typing error does not turn one into another.
  private static let longest = 40

  /// The texts that are similar to one, most similar first, at most three.
  static func nearest(to text: String, among texts: [String]) -> [String] {
    let wanted = Array(text.lowercased().unicodeScalars)
    guard !wanted.isEmpty, wanted.count <= longest else { return [] }
    let scored = texts.enumerated().compactMap { index, text -> (Int, Int, String)? in
      let other = Array(text.lowercased().unicodeScalars)
      guard !other.isEmpty, other.count <= longest else { return nil }
      let distance = EditDistance.between(wanted, other)
      let shorter = min(wanted.count, other.count)
      let isPart = shorter > 1 && (contains(wanted, other) || contains(other, wanted))
      guard isPart || distance <= max(1, shorter / 3) else { return nil }
      return (distance, index, text)
    }
    return scored.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.prefix(3).map(\.2)
  }

  private static func contains(_ whole: [UnicodeScalar], _ part: [UnicodeScalar]) -> Bool {
    guard part.count <= whole.count else { return false }
    return (0...(whole.count - part.count)).contains { whole[$0...].starts(with: part) }
  }
}
