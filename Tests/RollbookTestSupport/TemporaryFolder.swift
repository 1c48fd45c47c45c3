package import Foundation

/// A folder of its own for one test, gone when the last reference is.
package final class TemporaryFolder: Sendable {
  /// The folder.
  package let url: URL

  /// Makes an empty folder.
  ///
  /// - Throws: What the file system says.
  package init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("rollbook-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The path of a file in the folder.
  package func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}
