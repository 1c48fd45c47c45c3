import VerbatimJSON
import WebServer

/// Where the next part of a list begins.
///
/// It gives no right to anything, so it is not signed: the request that carries it is judged like
/// any other.
struct ListCursor: Hashable {
  /// The key of the last row of the part before.
  let after: [String]
  /// The number of the last erasure when the list was begun.
  let erasure: Int64

  init(after: [String], erasure: Int64) {
    self.after = after
    self.erasure = erasure
  }

  /// Reads a cursor.
  ///
  /// - Throws: ``Problem`` if the text is none.
  init(_ text: String) throws(Problem) {
    guard !text.isEmpty, text.utf8.allSatisfy(Base64.isURLDigit) else {
      throw Problem.parameter("cursor", "must be letters, digits, hyphens and underscores")
    }
    guard let bytes = Base64.urlBytes(text), let json = try? JSON(parsing: bytes),
      let parts = json.elements, let erasure = parts.first?.integer
    else { throw Problem.badCursor }
    let after = parts.dropFirst().compactMap(\.text)
    guard !after.isEmpty, after.count == parts.count - 1 else {
      throw Problem.badCursor
    }
    self.init(after: after, erasure: erasure)
  }

  var text: String {
    Base64.urlText(JSON.array([.integer(erasure)] + after.map(JSON.string)).bytes)
  }
}
