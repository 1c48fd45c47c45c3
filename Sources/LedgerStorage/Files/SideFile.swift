import Foundation

/// A JSON file beside the ledger with what is only convenience, and may be lost.
package struct SideFile<Value: Codable & Sendable>: Sendable {
  private let path: String

  /// Names a file; it need not exist.
  package init(path: String) { self.path = path }

  /// Its contents; nil if it is not there, or cannot be used.
  package func read() -> Value? {
    guard let bytes = try? PlainFile(path, O_RDONLY | O_NOFOLLOW).bytes() else { return nil }
    return try? JSONDecoder().decode(Value.self, from: Data(bytes))
  }

  /// Replaces its contents atomically; only its owner can read it.
  ///
  /// - Throws: Why it cannot be written.
  package func write(_ value: Value) throws(PlainFile.Problem) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(value) else {
      throw PlainFile.Problem(reason: "its contents cannot be written")
    }
    try PlainFile.replace(path, with: Array(data), mode: 0o600)
  }
}
