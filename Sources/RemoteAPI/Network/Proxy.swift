import Foundation

/// An HTTP proxy that lets connections through (`CONNECT`).
package struct Proxy: Sendable {
  /// Why a text names no proxy, phrased to follow the name of the setting.
  ///
  /// It never quotes the text, which may contain a password.
  package struct Refused: Error, Hashable {
    /// What is wrong.
    package let problem: String
  }

  /// The proxy's host.
  package let host: String
  /// The proxy's port.
  package let port: Int
  /// The user of the proxy; nil if it needs none.
  let user: String?
  /// The user's password.
  let password: Secret

  /// Parses a proxy: `http://HOST:PORT`, `http://USER:PASSWORD@HOST:PORT`, or `HOST:PORT`.
  ///
  /// User and password are URL-encoded, so that `@` is `%40`.
  ///
  /// - Parameter text: The text.
  /// - Throws: What is wrong with it.
  package init(_ text: String) throws(Refused) {
    let whole = text.contains("://") ? text : "http://" + text
    guard let parts = URLComponents(string: whole), let scheme = parts.scheme?.lowercased() else {
      throw Refused(problem: "must be an address like http://proxy.example:3128")
    }
    guard scheme == "http" else {
      throw Refused(
        problem: "must begin with http://: the proxy itself is called without TLS, "
          + "and other kinds of proxy are not supported"
      )
    }
    guard let host = parts.host, !host.isEmpty, parts.query == nil, parts.fragment == nil,
      ["", "/"].contains(parts.path)
    else { throw Refused(problem: "must be an address like http://proxy.example:3128") }
    guard let port = parts.port, 1...65_535 ~= port else {
      throw Refused(problem: "must name the proxy's port, as in http://proxy.example:3128")
    }
    self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    self.port = port
    user = parts.user.flatMap { $0.isEmpty ? nil : $0 }
    password = Secret(parts.password ?? "")
  }

  /// The host and the port, without user and password.
  package var place: String { Place.text(host, port) }
}

/// A host and a port as a person writes them.
enum Place {
  static func text(_ host: String, _ port: Int) -> String {
    host.utf8.contains(UInt8(ascii: ":")) && !host.hasPrefix("[")
      ? "[\(host)]:\(port)" : "\(host):\(port)"
  }
}
