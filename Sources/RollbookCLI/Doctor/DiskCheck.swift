import Foundation

/// Whether the ledger is on a disk of this machine: the kernel's locks and SQLite's write-ahead log
/// do not reach other machines.
struct DiskCheck {
  /// The names in Linux of file systems that machines share.
  private static let shared: Set<String> = [
    "9p", "afs", "ceph", "cifs", "gfs2", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "smb3", "smbfs",
    "virtiofs",
  ]

  /// The path of the ledger, without symbolic links.
  let path: String
  /// The mounts, as `/proc/self/mountinfo` lists them.
  let mounts: String

  /// The check of a ledger on this machine.
  static func diagnosis(of ledger: String) -> Diagnosis {
    let path = URL(fileURLWithPath: ledger).resolvingSymlinksInPath().path
    guard let mounts = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8) else {
      let text = "The system does not list its mounts, so the disk of the ledger is not known."
      return Diagnosis("localDisk", .skipped, text)
    }
    return DiskCheck(path: path, mounts: mounts).diagnosis
  }

  var diagnosis: Diagnosis {
    guard let kind else {
      return Diagnosis("localDisk", .skipped, "The file system of \(path) is not known.")
    }
    if Self.shared.contains(kind) {
      let text = """
        \(path) is on \(kind), which machines share: neither locks nor SQLite's write-ahead log are \
        safe there. Move the ledger to a disk of this machine.
        """
      return Diagnosis("localDisk", .fail, text)
    }
    if kind.hasPrefix("fuse") {
      let text = """
        \(path) is on \(kind), the file system of a program. If that program reaches other machines, \
        move the ledger to a disk of this machine.
        """
      return Diagnosis("localDisk", .warn, text)
    }
    return Diagnosis("localDisk", .ok, "\(path) is on \(kind), on this machine.")
  }

  /// The kind of the file system that has the file; nil if no mount does.
  private var kind: String? {
    var found: (point: String, kind: String)?
    for line in mounts.split(separator: "\n") {
      // 36 35 98:0 /root /point options optional… - ext4 source options
      let words = line.split(separator: " ").map(String.init)
      guard let dash = words.firstIndex(of: "-"), words.count > dash + 1, dash > 4 else { continue }
      let point = Self.unescaped(words[4])
      guard path == point || path.hasPrefix(point.hasSuffix("/") ? point : point + "/") else {
        continue
      }
      // A later mount at the same point hides the earlier one.
      if point.utf8.count >= found?.point.utf8.count ?? 0 { found = (point, words[dash + 1]) }
    }
    return found?.kind
  }

  /// A path in which spaces, tabs, line ends and backslashes are three octal digits.
  private static func unescaped(_ text: String) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")].reduce(text) {
      $0.replacingOccurrences(of: $1.0, with: $1.1)
    }
  }
}
