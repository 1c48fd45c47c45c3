import Foundation

/// The folder in which a rehearsal has its copy of the ledger, and which goes with it.
///
/// It goes on every way out but the death of the process; then whoever rehearses or erases next takes
/// it away. No erasure would reach the copy.
final class RehearsalFolder: Sendable {
  private static let prefix = "rollbook-rehearsal-"
  private static let mark = "/held"

  let path: String
  private let descriptor: Int32

  /// Makes a folder that only its owner may read, after those of the dead are gone.
  ///
  /// - Parameter surroundings: Where signals are heard.
  /// - Throws: What the making of it throws.
  init(in surroundings: Surroundings) throws {
    Self.sweep()
    path = Self.place.appendingPathComponent(Self.prefix + UUID().uuidString).path
    try FileManager.default.createDirectory(
      atPath: path,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
    descriptor = open(path + Self.mark, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    flock(descriptor, LOCK_EX | LOCK_NB)
    // A rehearsal changes nothing, and needs no order to stop in.
    surroundings.interruption.listen { [path] cause in
      try? FileManager.default.removeItem(atPath: path)
      surroundings.halt?(cause.exit)
    }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
    close(descriptor)
  }

  private static var place: URL { FileManager.default.temporaryDirectory }

  /// Takes away the folders whose processes have died.
  static func sweep() {
    let files = FileManager.default
    let names = (try? files.contentsOfDirectory(atPath: place.path)) ?? []
    for name in names where name.hasPrefix(prefix) {
      let path = place.appendingPathComponent(name).path
      let held = open(path + mark, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
      // The mark comes before the copy: without it, there is none yet.
      guard held >= 0 else { continue }
      if flock(held, LOCK_EX | LOCK_NB) == 0 { try? files.removeItem(atPath: path) }
      close(held)
    }
  }
}
