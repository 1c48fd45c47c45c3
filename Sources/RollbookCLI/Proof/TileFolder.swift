import LedgerVerification
import Foundation
import Ledger
import Roster
import TransparencyLog

/// A folder with a tiled log.
struct TileFolder {
  let path: String
  /// Its name in messages.
  let name: String

  /// Adds the tiles up to a head, and writes the head last.
  ///
  /// - Parameters:
  ///   - head: The head, with the log's signature only, and with the lines of witnesses.
  ///   - ledger: The ledger.
  /// - Returns: How many files were written.
  /// - Throws: `CommandError` if the folder has another log, or cannot be written.
  func update(
    to head: (log: SignedCheckpoint, cosigned: SignedCheckpoint),
    of ledger: Ledger
  ) throws -> Int {
    let old = try published(head.log.checkpoint, ledger)
    var written = 0
    try ledger.tiles(of: head.log.checkpoint.size, after: old) { tile, bytes in
      if try put(bytes, at: tile.path) { written += 1 }
    }
    if try put(head.cosigned.bytes, at: "checkpoint", replacing: true) { written += 1 }
    return written
  }

  /// The size of the log in the folder; 0 for a new folder.
  private func published(_ head: Checkpoint, _ ledger: Ledger) throws -> UInt64 {
    guard let data = FileManager.default.contents(atPath: path + "/checkpoint") else { return 0 }
    guard let old = try? SignedCheckpoint(parsing: [UInt8](data)).checkpoint,
      old.origin == head.origin, old.size <= head.size, try ledger.root(at: old.size) == old.root
    else { throw CommandError.exportOfOtherLog(path: name) }
    return old.size
  }

  /// Writes a file atomically; returns false if it exists already with these bytes.
  private func put(_ bytes: [UInt8], at place: String, replacing: Bool = false) throws -> Bool {
    let file = URL(fileURLWithPath: path).appendingPathComponent(place)
    if let there = FileManager.default.contents(atPath: file.path) {
      if there.elementsEqual(bytes) { return false }
      // A tile never changes; only the checkpoint does.
      guard replacing else { throw CommandError.exportOfOtherLog(path: name) }
    }
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try Data(bytes).write(to: file, options: .atomic)
    } catch {
      throw FileError.unwritable(path: "\(name)/\(place)", reason: "the system refused")
    }
    return true
  }
}
