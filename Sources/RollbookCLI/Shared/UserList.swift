import ChangeFiles
import Roster

/// Reads lists of users that a command is given.
enum UserList {
  /// The users in an option, separated by commas, as written.
  static func split(_ text: String) -> [Verbatim] {
    text.split(separator: ",").map { Verbatim(String($0)) }
  }

  /// The userids of a file.
  ///
  /// - Parameters:
  ///   - name: The file, as written on the command line.
  ///   - sheet: The sheet of a workbook; nil for the first.
  ///   - environment: Has the working folder.
  /// - Returns: The userids, and what was cleaned.
  /// - Throws: `CommandError` if it cannot be read or names no user, `ChangeFileError`,
  ///   `UserListError`.
  static func read(
    _ name: String,
    sheet: String?,
    in environment: CommandEnvironment
  ) throws -> UserListFile {
    let bytes = try environment.bytes(ofFile: name)
    let list = try UserListFile(reading: bytes, sheet: sheet)
    guard !list.users.isEmpty else { throw CommandError.fileEmpty(path: name) }
    return list
  }
}
