import LedgerStorage
import GRDB
import Roster

/// The projection of links.
extension Projector {
  /// Two users are one person.
  ///
  /// A link by an administrator ends every other link of the two.
  func linked(dingtalk: UserNumber, maycur: UserNumber, source: LinkSource, entry: EntryID) throws {
    if source == .administrator {
      try run(
        "DELETE FROM \(schema).projected_link WHERE dingtalk = ? OR maycur = ?",
        dingtalk,
        maycur
      )
    }
    try database.run(
      """
      INSERT INTO \(schema).projected_link (dingtalk, maycur, source, entry)
      VALUES (?, ?, '\(source.rawValue)', ?)
      ON CONFLICT DO UPDATE SET source = excluded.source, entry = excluded.entry
      """,
      [dingtalk, maycur, entry]
    )
  }

  /// Two users are not one person.
  func unlinked(dingtalk: UserNumber, maycur: UserNumber) throws {
    try run(
      "DELETE FROM \(schema).projected_link WHERE dingtalk = ? AND maycur = ?",
      dingtalk,
      maycur
    )
  }
}
