import Foundation
import Roster

/// Reads the files that people name.
enum NamedFile {
  /// Why a file could not be read, as a part of a sentence.
  struct Unreadable: Error {
    let reason: String
  }

  /// The largest file that is read, in bytes; it excludes endless files such as /dev/zero.
  static let limit = 256 << 20

  /// The bytes of a file, or of a pipe.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: The largest size, in bytes.
  /// - Returns: Its bytes.
  /// - Throws: ``Unreadable``.
  static func bytes(_ path: String, limit: Int = limit) throws(Unreadable) -> [UInt8] {
    let data: Data?
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      data = try handle.read(upToCount: limit + 1)
    } catch { throw Unreadable(reason: FileFailure.reason(error, path: path)) }
    guard let data else { return [] }
    guard data.count <= limit else {
      throw Unreadable(reason: "it is larger than \(limit >> 20) MB")
    }
    return Array(data)
  }

  /// The bytes of a file, or of a pipe.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - name: Its name in messages.
  ///   - limit: The largest size, in bytes.
  /// - Returns: Its bytes.
  /// - Throws: `CommandError.fileUnreadable` with the reason.
  static func bytes(
    _ path: String,
    called name: String,
    limit: Int = limit
  ) throws(FileError) -> [UInt8] {
    do { return try bytes(path, limit: limit) } catch {
      throw .unreadable(path: name, reason: error.reason)
    }
  }

  /// The text of a file's bytes.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - name: Its name in messages.
  /// - Returns: Its text, which is UTF-8.
  /// - Throws: `FileError.unreadable` with the reason.
  static func text(_ bytes: [UInt8], called name: String) throws(FileError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .unreadable(path: name, reason: "it is not UTF-8 text")
    }
    return text
  }
}
