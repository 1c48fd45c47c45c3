import LedgerStorage
import GRDB
import Roster

/// Reads the link lines of the log again, for a rebuild.
struct LinkLines {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// Projects one line, if it is about a link.
  func project(_ kind: EntryKind, entry: EntryID, with projector: Projector) throws {
    guard [.linked, .unlinked].contains(kind) else { return }
    let line: (UserNumber, UserNumber, String)? = try database.first(
      "SELECT dingtalk, maycur, source FROM link WHERE entry = ?",
      [entry]
    ) { ($0.integer(0), $0.integer(1), $0.text(2)?.text ?? "") }
    guard let (dingtalk, maycur, written) = line else { return }
    if kind == .unlinked {
      try projector.unlinked(dingtalk: dingtalk, maycur: maycur)
    } else if let source = LinkSource(rawValue: written) {
      try projector.linked(dingtalk: dingtalk, maycur: maycur, source: source, entry: entry)
    }
  }
}
