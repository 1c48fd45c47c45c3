package import Foundation

/// Where this repository's files are, found without git.
package enum Repository {
  /// The repository's folder.
  package static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The text of a file.
  ///
  /// - Parameter path: Its path from the repository's folder.
  /// - Returns: The file's text.
  /// - Throws: What the file system says.
  package static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// The bytes of a file.
  ///
  /// - Parameter path: Its path from the repository's folder.
  /// - Returns: The file's bytes.
  /// - Throws: What the file system says.
  package static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appendingPathComponent(path)))
  }

  /// The paths of all files below a folder, from the repository's folder, sorted.
  ///
  /// - Parameters:
  ///   - folder: The folder's path from the repository's folder; empty for all of it.
  ///   - ending: How the names end (`.swift`).
  /// - Returns: The paths; build products and hidden folders but `.ci` are left out.
  package static func files(below folder: String = "", ending: String = "") -> [String] {
    let start = folder.isEmpty ? root : root.appendingPathComponent(folder)
    guard let walker = FileManager.default.enumerator(atPath: start.path) else { return [] }
    var paths: [String] = []
    for case let path as String in walker {
      let parts = path.split(separator: "/")
      if parts.contains(where: { $0.hasPrefix(".") && $0 != ".ci" }) {
        if parts.count == 1 { walker.skipDescendants() }
        continue
      }
      var isFolder: ObjCBool = false
      let full = start.appendingPathComponent(path).path
      _ = FileManager.default.fileExists(atPath: full, isDirectory: &isFolder)
      if !isFolder.boolValue, path.hasSuffix(ending) {
        paths.append(folder.isEmpty ? path : folder + "/" + path)
      }
    }
    return paths.sorted()
  }
}
