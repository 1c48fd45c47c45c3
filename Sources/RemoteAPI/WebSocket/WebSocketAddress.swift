import Foundation

/// The address of a WebSocket, whose query may contain a secret: never to be printed.
package struct WebSocketAddress: Sendable {
  /// The address for messages and the log: without its query.
  package let redacted: String
  /// Whether it is `wss`.
  package let isSecure: Bool
  let host: String
  let port: Int
  /// The path and the query.
  let target: String

  /// Parses an address: `ws://HOST/PATH?QUERY` or `wss://…`.
  ///
  /// - Parameter text: The address; nil is returned if it is none.
  package init?(_ text: String) {
    guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
      let scheme = parts.scheme?.lowercased(), ["ws", "wss"].contains(scheme),
      parts.user == nil, parts.fragment == nil
    else { return nil }
    isSecure = scheme == "wss"
    self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    port = parts.port ?? (isSecure ? 443 : 80)
    let path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
    target = path + (parts.percentEncodedQuery.map { "?" + $0 } ?? "")
    redacted = "\(scheme)://\(Place.text(self.host, port))\(path)"
  }

  /// The host and the port.
  var place: String { Place.text(host, port) }
}

extension WebSocketAddress: CustomStringConvertible, CustomReflectable {
  /// The address without its query.
  package var description: String { redacted }

  /// Shows only the description.
  package var customMirror: Mirror { Mirror(self, children: ["address": redacted]) }
}
