import Foundation
import RollbookTestSupport

/// Ledger files, past SQLite.
enum Files {
  /// Copies a ledger with the files beside it, as a dead process would have left it.
  static func copy(_ path: String, to copy: String) throws {
    for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: path + suffix) {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
    }
  }

  /// Whether a text is anywhere in a ledger's files.
  static func contains(_ text: String, _ path: String) throws -> Bool {
    ["", "-wal", "-shm"].contains { suffix in
      FileManager.default.contents(atPath: path + suffix)?.has(text) == true
    }
  }
}
