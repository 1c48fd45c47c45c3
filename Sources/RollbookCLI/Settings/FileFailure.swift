import Foundation

/// Short reasons why a file could not be used.
enum FileFailure {
  /// The reason behind an error of Foundation's file functions.
  static func reason(_ error: any Error, path: String) -> String {
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    if !manager.fileExists(atPath: path, isDirectory: &isFolder) { return "there is no such file" }
    if isFolder.boolValue { return "it is a folder" }
    if !manager.isReadableFile(atPath: path) { return "you may not read it" }
    return "the system refused"
  }
}
