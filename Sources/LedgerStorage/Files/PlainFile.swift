package import Foundation

/// A file of ours to read or to write: a regular one, never a pipe, and for writing never one that
/// another person's link leads to.
package struct PlainFile: ~Copyable {
  /// Why a file could not be used.
  package struct Problem: Error {
    /// The `errno`; 0 if the file is of the wrong kind.
    package let code: Int32
    /// The reason, as a part of a sentence.
    package let reason: String

    package init(code: Int32) {
      self.code = code
      reason = code == ELOOP ? "it is a symbolic link" : String(cString: strerror(code))
    }

    package init(reason: String) {
      code = 0
      self.reason = reason
    }
  }

  package let descriptor: Int32

  deinit { close(descriptor) }

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - flags: As `open(2)` takes them; with `O_NOFOLLOW`, a symbolic link is refused.
  ///   - mode: The mode of a file that is created.
  /// - Throws: ``Problem``.
  package init(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws(Problem) {
    // Without O_NONBLOCK, opening a pipe would wait for its other end.
    let opened = open(path, flags | O_CLOEXEC | O_NONBLOCK, mode)
    guard opened >= 0 else { throw Problem(code: errno) }
    var facts = stat()
    let isKnown = fstat(opened, &facts) == 0
    let code = errno
    guard isKnown, facts.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      throw isKnown ? Problem(reason: "it is no regular file") : Problem(code: code)
    }
    descriptor = opened
  }

  /// The result of `fstat(2)`.
  package func facts() throws(Problem) -> stat {
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { throw Problem(code: errno) }
    return facts
  }

  /// Whether no other account may read a file with these facts.
  ///
  /// systemd gives a service its credentials as files of root with mode 0440, and an access list that
  /// lets its account read them: to `stat(2)` the group seems to, and is root's.
  package static func isPrivate(_ facts: stat) -> Bool {
    if facts.st_mode & 0o077 == 0 { return true }
    return facts.st_mode & 0o777 == 0o440 && facts.st_uid == 0 && facts.st_gid == 0
  }

  /// All of its bytes.
  package func bytes() throws(Problem) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = pread(descriptor, &buffer, buffer.count, off_t(bytes.count))
      guard count >= 0 else {
        if errno == EINTR { continue }
        throw Problem(code: errno)
      }
      if count == 0 { return bytes }
      bytes += buffer.prefix(count)
    }
  }

  /// Writes bytes at an offset, truncates the file after them, and flushes it to the disk.
  package func write(_ bytes: [UInt8], at place: Int) throws(Problem) {
    guard ftruncate(descriptor, off_t(place)) == 0 else { throw Problem(code: errno) }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { bytes in
        pwrite(
          descriptor,
          bytes.baseAddress.map { $0 + written },
          bytes.count - written,
          off_t(place + written)
        )
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Problem(code: count < 0 ? errno : ENOSPC) }
      written += count
    }
    guard fsync(descriptor) == 0 else { throw Problem(code: errno) }
  }

  /// Replaces a file atomically, and flushes it to the disk.
  package static func replace(_ path: String, with bytes: [UInt8], mode: mode_t) throws(Problem) {
    let draft = path + ".new"
    // A draft of an interrupted attempt, or of another program, is not ours to write into.
    unlink(draft)
    do throws(Problem) {
      let file = try PlainFile(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
      try file.write(bytes, at: 0)
      guard rename(draft, path) == 0 else { throw Problem(code: errno) }
    } catch {
      unlink(draft)
      throw error
    }
    syncFolder(of: path)
  }

  /// Makes a new name durable in case of a crash of the machine.
  package static func syncFolder(of path: String) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
