import GRDB
import Roster

/// The projection of links.
extension Projector {
  /// Two users are one person.
  ///
  /// An administrator's word ends every other link of the two.
  func linked(dingtalk: Int64, maycur: Int64, source: LinkSource, entry: Int64) throws {
    if source == .administrator {
      try run(
        "DELETE FROM \(schema).projected_link WHERE dingtalk = ? OR maycur = ?",
        dingtalk,
        maycur
      )
    }
    let statement = try RawStatement(
      database,
      """
      INSERT INTO \(schema).projected_link (dingtalk, maycur, source, entry)
      VALUES (?, ?, '\(source.rawValue)', ?)
      ON CONFLICT DO UPDATE SET source = excluded.source, entry = excluded.entry
      """
    )
    statement.bind(1, dingtalk)
    statement.bind(2, maycur)
    statement.bind(3, entry)
    try statement.run()
  }

  /// Two users are not one person.
  func unlinked(dingtalk: Int64, maycur: Int64) throws {
    try run(
      "DELETE FROM \(schema).projected_link WHERE dingtalk = ? AND maycur = ?",
      dingtalk,
      maycur
    )
  }
}

/// Reads the lines of links back from the book, for a rebuild.
struct LinkLines {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// Projects one line, if it is about a link.
  func project(_ kind: EntryKind, entry: Int64, with projector: Projector) throws {
    guard [.linked, .unlinked].contains(kind) else { return }
    let statement = try RawStatement(
      database,
      "SELECT dingtalk, maycur, source FROM link WHERE entry = ?"
    )
    statement.bind(1, entry)
    let line = try statement.first { ($0.integer(0), $0.integer(1), $0.text(2)?.text ?? "") }
    guard let (dingtalk, maycur, written) = line else { return }
    if kind == .unlinked {
      try projector.unlinked(dingtalk: dingtalk, maycur: maycur)
    } else if let source = LinkSource(rawValue: written) {
      try projector.linked(dingtalk: dingtalk, maycur: maycur, source: source, entry: entry)
    }
  }
}
