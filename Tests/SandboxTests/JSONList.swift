import Roster
import VerbatimJSON

/// Lists of texts as JSON.
enum JSONList {
  static func of(_ texts: [Verbatim]) -> JSON { .strings(texts.map(\.text)) }
}
