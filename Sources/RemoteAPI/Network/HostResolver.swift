/// Finds the addresses of a host.
///
/// Tests pass their own.
package protocol HostResolver: Sendable {
  /// Asks once.
  ///
  /// - Parameters:
  ///   - host: A name, or an IP address as text.
  ///   - limit: How long it may take.
  /// - Returns: The addresses, the best first; empty if there are none.
  /// - Throws: If the limit is over.
  func addresses(of host: String, within limit: Duration) async throws -> [IPAddress]
}
