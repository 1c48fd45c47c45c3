import Foundation
import Ledger

/// The folder in which a rehearsal has its copy of the ledger, and which goes with it.
///
/// It goes on every way out but the death of the process; then the next rehearsal or erasure takes
/// it away. No erasure would reach the copy.
final class RehearsalFolder: Sendable {
  private static let prefix = "rollbook-rehearsal-"
  private static let mark = "/held"

  let path: String
  private let descriptor: Int32

  /// Makes a folder that only its owner may read, after those of the dead are gone.
  ///
  /// - Parameter environment: Where signals are heard.
  /// - Throws: What the making of it throws.
  init(in environment: CommandEnvironment) throws {
    Self.sweep()
    path = Self.place.appendingPathComponent(Self.prefix + UUID().uuidString).path
    try FileManager.default.createDirectory(
      atPath: path,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
    descriptor = open(path + Self.mark, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    flock(descriptor, LOCK_EX | LOCK_NB)
    environment.removeWhenStopped(path)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
    close(descriptor)
  }

  private static var place: URL { FileManager.default.temporaryDirectory }

  /// Takes away the folders whose processes have died.
  static func sweep() {
    for path in left() { Unfinished.remove(path) }
  }

  /// The folders whose processes have died.
  static func left() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
    return names.filter { $0.hasPrefix(prefix) }
      .map { place.appendingPathComponent($0).path }
      .filter { path in
        let held = open(path + mark, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        // The mark comes before the copy: without it, there is none yet.
        guard held >= 0 else { return false }
        defer { close(held) }
        return flock(held, LOCK_EX | LOCK_NB) == 0
      }
  }
}
