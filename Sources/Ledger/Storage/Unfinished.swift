import Foundation

/// Files and folders that are being made beside their place, and get their name when they are whole.
///
/// Until then they have ``ending`` behind that name, and the kernel's lock of the process that makes
/// them. One without a lock is left of a process that was killed. It may hold what a ledger holds, so
/// anyone who makes something in that folder next removes it, and `rollbook doctor` names it.
package enum Unfinished {
  /// What stands behind the name of a file that is not whole.
  package static let ending = ".rollbook-partial"

  private static let attempts = 10

  /// Begins a file of mode 0600, or a folder of mode 0700, that no one else is making.
  ///
  /// - Parameters:
  ///   - path: What it will be called when it is whole; ``ending`` is put behind it.
  ///   - isFolder: Whether it is a folder.
  /// - Returns: Its descriptor, open and locked, to be closed when it has its name or is given up; -1
  ///   where it cannot be begun, and `errno` says why: `EBUSY` where another process makes it.
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
      // Somebody took it for left over before it was locked.
      if descriptor >= 0 { close(descriptor) }
    }
    errno = EBUSY
    return -1
  }

  /// Whether a file may take this name.
  ///
  /// It may where nothing has the name, or a regular file has it. A device or a pipe is not replaced.
  package static func isFreeForFile(_ path: String) -> Bool {
    var facts = stat()
    return stat(path, &facts) != 0 || facts.st_mode & S_IFMT == S_IFREG
  }

  /// Removes what processes that were killed left in the folder of a file.
  package static func sweep(beside path: String) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    for path in named(in: folder) { abandoned(path) { remove(path) } }
  }

  /// The paths of what processes that were killed left in a folder.
  package static func left(in folder: String) -> [String] {
    var left: [String] = []
    for path in named(in: folder) { abandoned(path) { left.append(path) } }
    return left
  }

  /// Removes a file with what SQLite lays beside it, or a folder with all that is in it.
  ///
  /// It is renamed first, so that anyone who still writes by its name makes nothing new in it.
  package static func remove(_ path: String) {
    let gone = path + "-\(getpid())" + (path.hasSuffix(ending) ? ending : "")
    guard rename(path, gone) == 0 else { return }
    removeCompanions(of: path)
    if unlink(gone) != 0 { try? FileManager.default.removeItem(atPath: gone) }
  }

  private static func removeCompanions(of path: String) {
    for companion in ["-wal", "-shm", "-journal"] { unlink(path + companion) }
  }

  private static func named(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(ending) }.sorted().map { folder + "/" + $0 }
  }

  /// Runs `body` if no process makes what has this name; until it returns, none takes the name.
  private static func abandoned(_ path: String, _ body: () -> Void) {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      // A symbolic link is nothing that was being made.
      if errno == ELOOP { body() }
      return
    }
    defer { close(descriptor) }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0, isAt(path, descriptor) { body() }
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
