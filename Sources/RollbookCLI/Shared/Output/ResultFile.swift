import Foundation
import Ledger

/// A file that takes a result: it appears under its name when it is whole, readable and writable by
/// its owner only, and stands for what had that name before.
final class ResultFile {
  private let path: String
  private let name: String
  /// Where it is written until it is whole.
  let draft: String
  private let descriptor: Int32
  /// Where the result is written.
  let sink: DescriptorSink
  private var isOpen = true

  /// Begins the file.
  ///
  /// - Parameters:
  ///   - name: The file, as the command line names it.
  ///   - environment: Where it is.
  /// - Throws: `CommandError.fileUnwritable`.
  init(_ name: String, in environment: CommandEnvironment) throws {
    self.name = name
    path = environment.path(name)
    draft = path + Unfinished.ending
    guard Unfinished.isFreeForFile(path) else {
      throw CommandError.fileUnwritable(path: name, reason: "it is there, and is no regular file")
    }
    let opened = Unfinished.begin(path)
    guard opened >= 0 else {
      throw CommandError.fileUnwritable(path: name, reason: String(cString: strerror(errno)))
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

  /// Ends the file and gives it its name.
  ///
  /// - Throws: `OutputError`, or `CommandError.fileUnwritable`.
  func finish() throws {
    try sink.flush()
    guard fsync(descriptor) == 0, rename(draft, path) == 0 else {
      throw CommandError.fileUnwritable(path: name, reason: String(cString: strerror(errno)))
    }
    close(descriptor)
    isOpen = false
  }
}
