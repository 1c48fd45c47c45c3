/// Where alerts are said.
package protocol AlertSink: Sendable {
  /// What messages call it: `group robot`.
  var name: String { get }

  /// Says a digest, in one attempt.
  ///
  /// - Parameter digest: The digest; a second one with the same id is the same.
  /// - Throws: Why it did not arrive.
  func send(_ digest: AlertDigest) async throws(AlertFailure)
}

/// The link to what shows more of an alert; nil if there is none.
package typealias AlertLink = @Sendable (AlertNotice) -> String?
