import RemoteAPI
import WebServer

/// The proxies whose word counts when they say for whom they ask.
struct TrustedProxies: Sendable {
  let networks: [IPNetwork]

  /// The address of the client of a request; nil on the unix socket.
  ///
  /// Each proxy adds the address that it saw at the end of `X-Forwarded-For`. So the header is read
  /// from its end, and the first address that is no trusted proxy's is the client: what is before it
  /// may be invented.
  func client(of request: WebRequest) -> String? {
    guard case .network(let peer) = request.peer else { return nil }
    return client(peer: peer, forwarded: request.header("X-Forwarded-For"))
  }

  /// The address of a client.
  ///
  /// - Parameters:
  ///   - peer: The address at the other end of the connection.
  ///   - forwarded: The header `X-Forwarded-For`; nil if there is none.
  /// - Returns: The address; the last one that is known if the header has none after it.
  func client(peer: String, forwarded: String?) -> String {
    guard var last = IPAddress(peer)?.unmapped else { return peer }
    let named = (forwarded ?? "").split(separator: ",").reversed()
    for text in named {
      guard isTrusted(last), let address = Self.address(text) else { break }
      last = address
    }
    return last.description
  }

  private func isTrusted(_ address: IPAddress) -> Bool {
    networks.contains { $0.contains(address) }
  }

  /// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1` or `[2001:db8::1]:80`; nil for another text.
  private static func address(_ text: Substring) -> IPAddress? {
    let text = String(text.filter { $0 != " " && $0 != "\t" })
    if let end = text.firstIndex(of: "]"), text.hasPrefix("[") {
      return IPAddress(String(text[..<end].dropFirst()))?.unmapped
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return IPAddress(parts.count == 2 ? String(parts[0]) : text)?.unmapped
  }
}
