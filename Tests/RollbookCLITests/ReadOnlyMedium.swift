import Foundation
import RollbookTestSupport

/// A folder with a folder `medium` in it that a program cannot write.
///
/// Root writes in spite of modes, so root mounts it read-only, in a name space of its own; other
/// users remove the modes for writing.
struct ReadOnlyMedium {
  let folder: TemporaryFolder
  private let isRoot = geteuid() == 0
  private let files = FileManager.default
  private var path: String { folder.path("medium") }

  init() throws {
    folder = try TemporaryFolder()
    try files.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  /// Whether it can be made where the tests run.
  static func canBeMade() async throws -> Bool {
    let words = ["sh", "-c", "! touch medium/x"]
    return try await ReadOnlyMedium().start(words, isReadOnly: true).status == 0
  }

  /// Runs a program in the folder.
  func start(_ words: [String], isReadOnly: Bool) async throws -> ChildProcess.Ending {
    var words = words
    if isReadOnly, isRoot {
      let mount = "mount --bind medium medium && mount -o remount,bind,ro medium || exit 99"
      words = ["unshare", "-m", "sh", "-c", mount + #"; exec "$@""#, "sh"] + words
    } else if isReadOnly {
      try set(folder: 0o555, file: 0o444)
    }
    defer { if isReadOnly, !isRoot { try? set(folder: 0o755, file: 0o600) } }
    return try await ChildProcess.run(
      URL(fileURLWithPath: "/usr/bin/env"),
      words,
      in: folder.url
    )
  }

  private func set(folder mode: Int, file: Int) throws {
    try files.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    for name in try files.contentsOfDirectory(atPath: path) {
      try files.setAttributes([.posixPermissions: file], ofItemAtPath: path + "/" + name)
    }
  }
}
