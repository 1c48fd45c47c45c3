import Foundation
import Ledger
import LedgerStorage
import Roster

/// A file for a result: it appears under its name when it is complete, only its owner can read and
/// write it, and it replaces an earlier file of that name.
final class ResultFile {
  private let path: String
  private let name: String
  /// The path while it is unfinished.
  let draft: String
  private let descriptor: Int32
  /// The output into the file.
  let sink: DescriptorSink
  private var isOpen = true

  /// Begins the file.
  ///
  /// - Parameters:
  ///   - name: The file, as written on the command line.
  ///   - environment: Has the working folder.
  /// - Throws: `CommandError.fileUnwritable`.
  init(_ name: String, in environment: CommandEnvironment) throws {
    self.name = name
    path = environment.path(name)
    draft = path + Unfinished.ending
    guard Unfinished.isFreeForFile(path) else {
      throw FileError.unwritable(path: name, reason: "it is there, and is no regular file")
    }
    let opened = Unfinished.begin(path)
    guard opened >= 0 else {
      throw FileError.unwritable(path: name, reason: String(cString: strerror(errno)))
    }
    descriptor = opened
    sink = DescriptorSink(opened, buffering: 1 << 16)
    environment.removeWhenStopped(draft)
  }

  deinit {
    guard isOpen else { return }
    close(descriptor)
    unlink(draft)
  }

  /// Ends the file and renames it.
  ///
  /// - Throws: `OutputError`, or `FileError.unwritable`.
  func finish() throws {
    try sink.flush()
    guard fsync(descriptor) == 0, rename(draft, path) == 0 else {
      throw FileError.unwritable(path: name, reason: String(cString: strerror(errno)))
    }
    close(descriptor)
    isOpen = false
  }
}
