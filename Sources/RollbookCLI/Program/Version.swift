/// The version of the program.
package enum Version {
  /// The version, printed by `--version` and recorded with operations.
  package static let text = "0.1.0"
}
