import Foundation
import Ledger

/// The folder with a rehearsal's copy of the ledger, which is deleted afterwards.
///
/// It is deleted however the rehearsal ends, unless the process is killed; then the next rehearsal
/// or erasure deletes it (``Unfinished``). An erasure would not reach the copy.
final class RehearsalFolder: Sendable {
  let path: String
  private let descriptor: Int32

  /// Creates a folder that only its owner may read, and deletes those of killed processes.
  ///
  /// - Parameter environment: The source of requests to stop.
  /// - Throws: Errors of creating it.
  init(in environment: CommandEnvironment) throws {
    try FileManager.default.createDirectory(at: Self.place, withIntermediateDirectories: true)
    let folder = Self.place.appendingPathComponent("rollbook-rehearsal-" + UUID().uuidString).path
    path = folder + Unfinished.ending
    descriptor = Unfinished.begin(folder, isFolder: true)
    guard descriptor >= 0 else {
      throw CommandError.fileUnwritable(path: path, reason: String(cString: strerror(errno)))
    }
    environment.removeWhenStopped(path)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
    close(descriptor)
  }

  private static var place: URL { FileManager.default.temporaryDirectory }

  /// Deletes the folders of killed processes.
  static func sweep() { Unfinished.sweep(beside: place.appendingPathComponent("any").path) }
}
