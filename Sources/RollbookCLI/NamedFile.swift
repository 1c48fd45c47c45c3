import Foundation

/// Reads the files that people name.
enum NamedFile {
  /// The bytes of a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - name: What to call it in messages.
  /// - Returns: Its bytes.
  /// - Throws: `CommandError.fileUnreadable`, which says why.
  static func bytes(_ path: String, called name: String) throws(CommandError) -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw .fileUnreadable(path: name, reason: FileFailure.reason(error, path: path))
    }
  }

  /// The text of a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - name: What to call it in messages.
  /// - Returns: Its text, which is UTF-8.
  /// - Throws: `CommandError.fileUnreadable`, which says why.
  static func text(_ path: String, called name: String) throws(CommandError) -> String {
    guard let text = String(validating: try bytes(path, called: name), as: UTF8.self) else {
      throw .fileUnreadable(path: name, reason: "it is not UTF-8 text")
    }
    return text
  }
}
