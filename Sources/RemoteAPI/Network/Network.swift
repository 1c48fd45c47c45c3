/// How connections leave this machine: through a proxy or not, and which authorities are trusted.
package struct Network: Sendable {
  /// The proxy for https addresses; nil for none.
  package let proxy: Proxy?
  /// The hosts that are called without it.
  package let direct: DirectHosts
  /// The authorities that are trusted besides those of the system; nil for none.
  package let authorities: TrustedAuthorities?

  package init(
    proxy: Proxy? = nil,
    direct: DirectHosts = DirectHosts(),
    authorities: TrustedAuthorities? = nil
  ) {
    self.proxy = proxy
    self.direct = direct
    self.authorities = authorities
  }

  /// The proxy for an address.
  ///
  /// Only https uses the proxy: an http address is a server on this machine or beside it. This
  /// machine itself is always called directly.
  ///
  /// - Parameters:
  ///   - host: The address's host, a name or an IP address.
  ///   - port: Its port.
  ///   - isHTTPS: Whether its scheme is https.
  /// - Returns: The proxy; nil if the address is called directly.
  package func proxy(for host: String, port: Int, isHTTPS: Bool) -> Proxy? {
    guard let proxy, isHTTPS, !DirectHosts.isThisMachine(host), !direct.contains(host, port: port)
    else { return nil }
    return proxy
  }
}
