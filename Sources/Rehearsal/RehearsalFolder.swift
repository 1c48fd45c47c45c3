import Foundation
import Ledger
import LedgerStorage
import Roster

/// The folder with a rehearsal's copy of the ledger, which is deleted afterwards.
///
/// It is deleted however the rehearsal ends, unless the process is killed; then the next rehearsal
/// or erasure deletes it (``Unfinished``). An erasure would not reach the copy.
package final class RehearsalFolder: Sendable {
  /// Where it is.
  let path: String
  private let descriptor: Int32

  /// Creates a folder that only its owner may read, and deletes those of killed processes.
  ///
  /// - Throws: `FileError`, or an error of Foundation about the folder for temporary files.
  init() throws {
    try FileManager.default.createDirectory(at: Self.place, withIntermediateDirectories: true)
    let folder = Self.place.appendingPathComponent("rollbook-rehearsal-" + UUID().uuidString).path
    path = folder + Unfinished.ending
    descriptor = Unfinished.begin(folder, isFolder: true)
    guard descriptor >= 0 else {
      throw FileError.unwritable(path: path, reason: String(cString: strerror(errno)))
    }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
    close(descriptor)
  }

  private static var place: URL { FileManager.default.temporaryDirectory }

  /// Deletes the folders of killed processes.
  package static func sweep() { Unfinished.sweep(beside: place.appendingPathComponent("any").path) }
}
