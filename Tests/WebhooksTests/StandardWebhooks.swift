import Foundation
import RollbookTestSupport
import Testing

/// The library `standardwebhooks` of PyPI, in a folder of the build; installed by the first test
/// that wants it.
enum StandardWebhooks {
  private static let python = ChildProcess.installed("python3")
  private static let place = Repository.root
    .appendingPathComponent(".build/clients/standardwebhooks")

  /// Where it is; nil if it cannot be had.
  static var folder: URL? {
    get async {
      if FileManager.default.fileExists(atPath: place.path) { return place }
      guard let python, let draft = try? TemporaryFolder() else { return nil }
      let words = [
        "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "0",
        "--timeout", "10", "--target", draft.path("library"), "standardwebhooks",
      ]
      let ending = try? await ChildProcess.run(python, words, in: draft.url)
      guard ending?.status == 0 else { return nil }
      try? FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try? FileManager.default.copyItem(atPath: draft.path("library"), toPath: place.path)
      return FileManager.default.fileExists(atPath: place.path) ? place : nil
    }
  }

  /// What it says of each delivery.
  static func verify(_ lines: [String], in home: TemporaryFolder) async throws -> [String] {
    let library = try #require(await folder)
    let file = home.path("deliveries")
    try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
    let script = Repository.root.appendingPathComponent("Tests/WebhooksTests/receive.py").path
    let ending = try await ChildProcess.run(
      try #require(python),
      ["-B", script, file],
      environment: ["PYTHONPATH": library.path, "PATH": "/usr/bin:/bin"],
      in: home.url
    )
    return ending.text.split(separator: "\n").map(String.init)
  }
}
