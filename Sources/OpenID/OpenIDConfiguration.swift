package import RemoteAPI

/// The service, as a provider of OpenID Connect knows it.
package struct OpenIDConfiguration: Sendable {
  /// The provider's address, as it names itself: `https://login.example.cn`.
  package let issuer: String
  /// The name of the service at the provider.
  package let clientID: String
  package let clientSecret: Secret
  /// How long the provider may take to respond.
  package let patience: Duration

  package init(
    issuer: String,
    clientID: String,
    clientSecret: Secret,
    patience: Duration = .seconds(10)
  ) {
    self.issuer = issuer
    self.clientID = clientID
    self.clientSecret = clientSecret
    self.patience = patience
  }

  /// Whether an address may be called: https, and http on this machine alone.
  ///
  /// - Parameter address: The address.
  /// - Returns: Whether it is so.
  package static func isSafe(_ address: String) -> Bool {
    if address.hasPrefix("https://") { return address.utf8.count > "https://".utf8.count }
    return ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { place in
      guard address.hasPrefix(place) else { return false }
      let rest = address.utf8.dropFirst(place.utf8.count).first
      return rest == nil || rest == UInt8(ascii: ":") || rest == UInt8(ascii: "/")
    }
  }
}
