import Hummingbird
package import Roster

/// Where a server listens: `127.0.0.1:8443`, `[::1]:8443`, or the path of a unix socket.
package enum WebAddress: Hashable, Sendable {
  /// A host name or an address, and a port; port 0 is any free one.
  case host(String, port: Int)
  /// The path of a unix socket.
  case unix(path: String)

  /// Reads `HOST:PORT`; an IPv6 address is in brackets.
  ///
  /// - Returns: Nil if the text has another form.
  package init?(_ text: String) {
    guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
    var host = String(text[..<colon])
    guard let port = UInt16(text[text.utf8.index(after: colon)...]) else { return nil }
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = String(host.dropFirst().dropLast())
    } else if host.utf8.contains(UInt8(ascii: ":")) {
      return nil
    }
    guard !host.isEmpty else { return nil }
    self = .host(host, port: Int(port))
  }

  /// The address, as it is written.
  package var text: String {
    switch self {
    case .host(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): path
    }
  }

  /// The address with the port that was chosen.
  package func text(port: Int) -> String {
    guard case .host(let host, _) = self else { return text }
    return WebAddress.host(host, port: port).text
  }

  /// The address for the listener.
  var bound: BindAddress {
    switch self {
    case .host(let host, let port): .hostname(host, port: port)
    case .unix(let path): .unixDomainSocket(path: path)
    }
  }

  /// Whether only this machine can reach it.
  package var isLocal: Bool {
    switch self {
    case .unix: true
    case .host(let host, _): ["127.0.0.1", "::1", "localhost"].contains(host)
    }
  }
}

/// Why a server could not be started.
package enum WebServerError: UserFacingError {
  /// The address cannot be used.
  case cannotListen(at: String, reason: String)
  /// The certificate or its key cannot be used.
  case certificate(path: String, reason: String)

  package var errorCode: ErrorCode {
    switch self {
    case .cannotListen: ErrorCode("cannotListen", .unavailable)
    case .certificate: ErrorCode("certificateRefused", .badSettings)
    }
  }

  package var message: String {
    switch self {
    case .cannotListen(let address, let reason):
      "Rollbook cannot listen at \(address): \(reason). Free the address, or name another."
    case .certificate(let path, let reason):
      "The certificate or key \(path) cannot be used: \(reason). Give PEM files that belong together."
    }
  }
}
