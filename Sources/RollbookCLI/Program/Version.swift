/// Which Rollbook this is.
package enum Version {
  /// The version, as `--version` prints it and operations record it.
  package static let text = "0.1.0"
}
