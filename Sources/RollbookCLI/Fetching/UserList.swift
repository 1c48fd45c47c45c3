import Roster

/// Reads the userids that a fetch is asked for.
enum UserList {
  /// The userids of `--users`, which commas separate.
  static func split(_ text: String) -> [Verbatim] {
    text.split(separator: ",").map { Verbatim(String($0)) }
  }

  /// The userids of a file, one on each line.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - name: What to call it in messages.
  /// - Returns: The userids, empty lines left out.
  /// - Throws: `CommandError` where it cannot be read, or names nobody.
  static func read(_ path: String, calling name: String) throws(CommandError) -> [Verbatim] {
    var users: [Verbatim] = []
    // "\r\n" is one Character: split bytes.
    let bytes = try NamedFile.bytes(path, called: name)
    for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      guard let text = String(validating: line, as: UTF8.self) else {
        throw .fileUnreadable(path: name, reason: "it is not UTF-8 text")
      }
      users.append(Verbatim(text))
    }
    guard !users.isEmpty else { throw .fileEmpty(path: name) }
    return users
  }
}
