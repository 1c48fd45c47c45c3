package import GRDB
import GRDBSQLite
import SQLiteSettings

extension Database {
  /// Runs `body` while no trigger runs on this connection.
  package func withoutTriggers<T>(_ body: () throws -> T) throws -> T {
    func set(_ areOn: Bool) throws {
      let code = sqlite_settings_triggers(sqliteConnection, areOn ? 1 : 0)
      guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }
    try set(false)
    let made: T
    do { made = try body() } catch {
      try? set(true)
      throw error
    }
    try set(true)
    return made
  }
}
