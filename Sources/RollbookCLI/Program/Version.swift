/// The version of the program.
enum Version {
  /// The version, printed by `--version` and recorded with operations.
  static let text = "0.1.0"
}
