import AsyncHTTPClient
import NIOCore

/// A transport for addresses that other people chose: it connects to public servers only.
///
/// The host is resolved once for each request, all of its addresses are checked, and the connection
/// is made to one of these: so a name that is given another address meanwhile gains nothing. TLS
/// still proves the name. Nothing is pooled: an address is not used after the request for which it
/// was checked.
package struct CheckedTransport: Transport {
  /// How many addresses of a host are tried.
  private static let tries = 4

  private let network: Network
  private let resolver: any HostResolver
  private let bodyLimit: Int
  private let isAllowed: @Sendable (IPAddress) -> Bool

  /// Creates a transport.
  ///
  /// - Parameters:
  ///   - network: The proxy, which is asked for the checked address, and the authorities.
  ///   - resolver: Finds the addresses of a host.
  ///   - bodyLimit: Where a body is cut, in bytes.
  ///   - isAllowed: Whether an address may be connected to; public ones by default.
  package init(
    network: Network = Network(),
    resolver: any HostResolver = SystemResolver(),
    bodyLimit: Int,
    isAllowed: @escaping @Sendable (IPAddress) -> Bool = { $0.isPublic }
  ) {
    self.network = network
    self.resolver = resolver
    self.bodyLimit = bodyLimit
    self.isAllowed = isAllowed
  }

  package func send(
    _ request: APIRequest,
    timeout: Duration
  ) async throws(TransportError) -> APIResponse {
    let deadline = NIODeadline.now() + TimeAmount(timeout)
    // The library also knows schemes of sockets in the file system.
    guard let target = try? HTTPClient.Request(url: request.url), !target.host.isEmpty,
      ["http", "https"].contains(target.scheme)
    else { throw .badURL(url: request.redacted) }
    let addresses = try await addresses(of: target, request, timeout)
    for address in addresses.dropLast() {
      do throws(TransportError) {
        return try await send(request, to: address, for: target.host, until: deadline)
      } catch {
        guard case .connectionFailed = error else { throw error }
      }
    }
    return try await send(
      request,
      to: addresses[addresses.count - 1],
      for: target.host,
      until: deadline
    )
  }

  /// The checked addresses of a host, at least one.
  private func addresses(
    of target: HTTPClient.Request,
    _ request: APIRequest,
    _ timeout: Duration
  ) async throws(TransportError) -> [IPAddress] {
    let place = Place.text(target.host, target.port)
    let name = target.host.hasPrefix("[") ? String(target.host.dropFirst().dropLast()) : target.host
    func failure(_ what: String) -> TransportError {
      .connectionFailed(url: request.redacted, cause: "\(place) \(what).")
    }
    let found: [IPAddress]
    if let literal = IPAddress(name) {
      found = [literal]
    } else {
      do { found = try await resolver.addresses(of: name, within: timeout) } catch {
        throw failure(
          "was not resolved in time, so nothing was sent: check this machine's name server"
        )
      }
    }
    guard !found.isEmpty else {
      throw failure(
        "has a name that was not found, so nothing was sent: check the address and this machine's "
          + "name server"
      )
    }
    guard found.allSatisfy(isAllowed) else {
      throw failure(
        "is not on the public internet, so nothing was sent: correct the address, or set "
          + "`allowPrivate: true` if it is meant"
      )
    }
    return Array(found.prefix(Self.tries))
  }

  private func send(
    _ request: APIRequest,
    to address: IPAddress,
    for host: String,
    until deadline: NIODeadline
  ) async throws(TransportError) -> APIResponse {
    let transport = HTTPTransport(
      network: network,
      bodyLimit: bodyLimit,
      cutsBody: true,
      addresses: [host: address.description]
    )
    let rest = Duration.nanoseconds(max(0, (deadline - NIODeadline.now()).nanoseconds))
    do throws(TransportError) {
      let response = try await transport.send(request, timeout: rest)
      await transport.shutdown()
      return response
    } catch {
      await transport.shutdown()
      throw error
    }
  }
}
