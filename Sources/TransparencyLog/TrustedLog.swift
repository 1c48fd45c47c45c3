/// A log that is trusted: the key that signs its checkpoints, and the origin that they name.
package struct TrustedLog: Hashable, Sendable {
  /// The first line of its checkpoints.
  package let origin: [UInt8]
  /// The key that signs them.
  package let key: VerifierKey
  /// Its address, if that is known.
  package let url: [UInt8]?

  /// Trusts a log.
  ///
  /// - Parameters:
  ///   - key: The key that signs its checkpoints.
  ///   - origin: The first line of its checkpoints, if that is not the key's name.
  ///   - url: Its address.
  package init(key: VerifierKey, origin: [UInt8]? = nil, url: [UInt8]? = nil) {
    self.key = key
    self.origin = origin ?? key.keyName.bytes
    self.url = url
  }
}
