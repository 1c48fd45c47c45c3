import Foundation

/// Files and folders that are created under a temporary name, and renamed when they are complete.
///
/// Until then they have ``ending`` after their name, and the creating process has the kernel's lock
/// on them. One without a lock was left by a process that was killed. It may have contents of a
/// ledger, so the next process that creates something in that folder removes it, and `rollbook
/// doctor` names it.
package enum Unfinished {
  /// The ending of an unfinished file's name.
  package static let ending = ".rollbook-partial"

  private static let attempts = 10

  /// Begins a file of mode 0600, or a folder of mode 0700, that no other process is creating.
  ///
  /// - Parameters:
  ///   - path: The final path; ``ending`` is added to it.
  ///   - isFolder: Whether it is a folder.
  /// - Returns: Its descriptor, open and locked, to be closed after the renaming or on giving up;
  ///   -1 if it cannot be begun, with the reason in `errno`: `EBUSY` if another process is creating
  ///   it.
  package static func begin(_ path: String, isFolder: Bool = false) -> Int32 {
    let partial = path + ending
    for _ in 0..<attempts {
      sweep(beside: path)
      let descriptor: Int32
      if isFolder {
        guard mkdir(partial, 0o700) == 0 else { return busy() }
        descriptor = open(partial, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      } else {
        descriptor = open(partial, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return busy() }
      }
      if descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0, isAt(partial, descriptor) {
        removeCompanions(of: partial)
        return descriptor
      }
      // Another process removed it as left over before it was locked.
      if descriptor >= 0 { close(descriptor) }
    }
    errno = EBUSY
    return -1
  }

  /// Whether a file may take this name.
  ///
  /// It may if nothing has the name, or a regular file has it. A device or a pipe is not replaced.
  package static func isFreeForFile(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) != 0 || facts.st_mode & S_IFMT == S_IFREG
  }

  /// Removes what killed processes left in the folder of a file.
  package static func sweep(beside path: String) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    for path in named(in: folder) { abandoned(path) { remove(path) } }
  }

  /// The paths of what killed processes left in a folder.
  package static func left(in folder: String) -> [String] {
    var left: [String] = []
    for path in named(in: folder) { abandoned(path) { left.append(path) } }
    return left
  }

  /// Removes a file together with SQLite's files beside it, or a folder with its contents.
  ///
  /// It is renamed first, so that a process which still writes under its name creates nothing in
  /// it. A file that was being created at that moment can still appear in a folder; the removal is
  /// repeated then.
  package static func remove(_ path: String) {
    let gone = path + "-\(getpid())" + (path.hasSuffix(ending) ? ending : "")
    guard rename(path, gone) == 0 else { return }
    removeCompanions(of: path)
    if unlink(gone) == 0 { return }
    for _ in 0..<attempts where isThere(gone) { try? FileManager.default.removeItem(atPath: gone) }
  }

  private static func removeCompanions(of path: String) {
    for companion in ["-wal", "-shm", "-journal"] { unlink(path + companion) }
  }

  private static func named(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(ending) }.sorted().map { folder + "/" + $0 }
  }

  /// Runs `body` if no process is creating the item of this name, and blocks the name meanwhile.
  private static func abandoned(_ path: String, _ body: () -> Void) {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      // A symbolic link is never an unfinished file.
      if errno == ELOOP { body() }
      return
    }
    defer { close(descriptor) }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0, isAt(path, descriptor) { body() }
  }

  private static func isThere(_ path: String) -> Bool {
    var facts = stat()
    return lstat(path, &facts) == 0
  }

  private static func isAt(_ path: String, _ descriptor: Int32) -> Bool {
    var (here, there) = (stat(), stat())
    return fstat(descriptor, &here) == 0 && lstat(path, &there) == 0 && here.st_ino == there.st_ino
  }

  private static func busy() -> Int32 {
    if errno == EEXIST { errno = EBUSY }
    return -1
  }
}
