import Foundation
import Ledger

/// The folder in which a rehearsal has its copy of the ledger, and which goes with it.
///
/// It goes on every way out but the death of the process; then the next rehearsal or erasure removes
/// it (``Unfinished``). No erasure would reach the copy.
final class RehearsalFolder: Sendable {
  let path: String
  private let descriptor: Int32

  /// Makes a folder that only its owner may read, and removes those whose processes have died.
  ///
  /// - Parameter environment: Where signals are heard.
  /// - Throws: What the making of it throws.
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

  /// Removes the folders whose processes have died.
  static func sweep() { Unfinished.sweep(beside: place.appendingPathComponent("any").path) }
}
