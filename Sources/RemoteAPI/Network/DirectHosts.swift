/// The hosts that are called without the proxy, as `NO_PROXY` lists them.
///
/// Parts are separated by commas or blanks. `example.com` means that name and all names under it,
/// and so do `.example.com` and `*.example.com`; `example.com:8443` one port of them; `*` every
/// host. An IP address means itself. Letter case does not matter.
package struct DirectHosts: Hashable, Sendable {
  private struct Part: Hashable {
    let name: String
    let port: Int?
  }

  private let parts: [Part]
  private let isEverything: Bool

  /// Parses a list.
  ///
  /// - Parameter text: The list; empty for no host.
  package init(_ text: String = "") {
    let words = text.split { $0 == "," || $0.isWhitespace }.map(String.init)
    isEverything = words.contains("*")
    parts = words.compactMap(DirectHosts.part)
  }

  /// Whether a host is called without the proxy.
  ///
  /// - Parameters:
  ///   - host: A name or an IP address.
  ///   - port: The called port.
  /// - Returns: Whether the list has it.
  package func contains(_ host: String, port: Int) -> Bool {
    if isEverything { return true }
    let name = DirectHosts.plain(host)
    return parts.contains { part in
      (part.port ?? port) == port && (name == part.name || name.hasSuffix("." + part.name))
    }
  }

  /// Whether a host is this machine.
  static func isThisMachine(_ host: String) -> Bool {
    let name = plain(host)
    return name == "localhost" || name == "::1" || name.hasSuffix(".localhost")
      || (name.hasPrefix("127.") && name.allSatisfy { $0.isNumber || $0 == "." })
  }

  private static func part(_ word: String) -> Part? {
    var name = Substring(word)
    var port: Int?
    // A colon before digits names a port, unless there are several: then it is an IPv6 address.
    if let colon = name.lastIndex(of: ":"), let number = Int(name[name.index(after: colon)...]),
      !name[..<colon].contains(":") || name[..<colon].hasSuffix("]")
    {
      port = number
      name = name[..<colon]
    }
    if name.hasPrefix("*.") { name = name.dropFirst() }
    let text = plain(String(name.drop { $0 == "." }))
    return text.isEmpty ? nil : Part(name: text, port: port)
  }

  /// A host in lower case, without brackets and the dot at the end.
  private static func plain(_ host: String) -> String {
    var name = host.lowercased()
    if name.hasPrefix("["), name.hasSuffix("]") { name = String(name.dropFirst().dropLast()) }
    if name.hasSuffix(".") { name = String(name.dropLast()) }
    return name
  }
}
