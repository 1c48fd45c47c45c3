import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// The real transport: HTTP/1.1 or HTTP/2 over pooled connections.
///
/// Redirects are not followed, since a URL may contain a token. Failed connections are not retried
/// here: the caller decides whether and when to try again. In the library, a proxy belongs to a
/// whole client, so there is one client for hosts behind it and one for the others.
package final class HTTPTransport: Transport {
  /// The largest body that is read, in bytes: 64 MB.
  package static let bodyLimit = 64 * 1_048_576

  private let network: Network
  private let direct: HTTPClient
  private let proxied: HTTPClient?
  private let limit: Int
  private let cutsBody: Bool

  /// Creates a transport; call ``shutdown()`` before it is released.
  ///
  /// - Parameters:
  ///   - network: The proxy and the authorities; neither by default.
  ///   - bodyLimit: The largest body that is read, in bytes.
  ///   - cutsBody: Whether a larger body is cut there; otherwise it is an error.
  ///   - addresses: The IP addresses to connect to, by host; others are resolved. TLS and the
  ///     `Host` header have the host.
  package init(
    network: Network = Network(),
    bodyLimit: Int = HTTPTransport.bodyLimit,
    cutsBody: Bool = false,
    addresses: [String: String] = [:]
  ) {
    var configuration = HTTPClient.Configuration()
    configuration.dnsOverride = addresses
    configuration.redirectConfiguration = .disallow
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.timeout.connect = .seconds(10)
    configuration.tlsConfiguration = network.authorities?.configuration
    direct = HTTPClient(configuration: configuration)
    configuration.proxy = network.proxy.map(HTTPTransport.proxy)
    proxied = network.proxy.map { _ in HTTPClient(configuration: configuration) }
    self.network = network
    limit = bodyLimit
    self.cutsBody = cutsBody
  }

  package func send(
    _ request: APIRequest,
    timeout: Duration
  ) async throws(TransportError) -> APIResponse {
    let collector = ResponseCollector(limit: limit, cutsBody: cutsBody)
    var way = Way()
    do {
      let translated = try HTTPTransport.translated(request)
      way = Way(to: translated, by: network)
      let client = way.proxy == nil ? direct : proxied ?? direct
      let task = client.execute(
        request: translated,
        delegate: collector,
        deadline: .now() + TimeAmount(timeout)
      )
      return try await withTaskCancellationHandler {
        try await task.get()
      } onCancel: {
        task.cancel()
      }
    } catch {
      if cutsBody, error is ResponseTooLarge { return collector.response }
      throw HTTPTransport.explained(
        error,
        of: request,
        by: way,
        after: timeout,
        limit: limit,
        hasLeft: collector.hasLeft
      )
    }
  }

  /// Closes all connections; calls without a response are cancelled.
  package func shutdown() async {
    // The only possible error is that it was shut down before, which is fine.
    try? await direct.shutdown()
    try? await proxied?.shutdown()
  }

  /// The client for a request, and the proxy that it uses.
  private struct Way {
    var place = ""
    var proxy: Proxy?

    init() {}

    init(to request: HTTPClient.Request, by network: Network) {
      place = Place.text(request.host, request.port)
      proxy = network.proxy(for: request.host, port: request.port, isHTTPS: request.useTLS)
    }
  }

  private static func proxy(_ proxy: Proxy) -> HTTPClient.Configuration.Proxy {
    .server(
      host: proxy.host,
      port: proxy.port,
      authorization: proxy.user.map { user in
        .basic(username: user, password: proxy.password.revealed)
      }
    )
  }

  private static func translated(_ request: APIRequest) throws -> HTTPClient.Request {
    try HTTPClient.Request(
      url: request.url,
      method: HTTPMethod(rawValue: request.method.rawValue),
      headers: HTTPHeaders(request.headers),
      body: request.body.map { .bytes($0) }
    )
  }

  private static func explained(
    _ error: any Error,
    of request: APIRequest,
    by way: Way,
    after timeout: Duration,
    limit: Int,
    hasLeft: Bool
  ) -> TransportError {
    let url = request.redacted
    if error is ResponseTooLarge { return .tooLarge(url: url, limit: limit) }
    switch error as? HTTPClientError {
    case HTTPClientError.cancelled?: return .cancelled(url: url)
    case HTTPClientError.alreadyShutdown?: return .shutDown(url: url)
    case HTTPClientError.invalidURL?, HTTPClientError.emptyHost?, HTTPClientError.emptyScheme?,
      HTTPClientError.missingSocketPath?:
      return .badURL(url: url)
    case let error? where error.shortDescription == "Unsupported scheme":
      return .badURL(url: url)
    case HTTPClientError.deadlineExceeded? where hasLeft,
      HTTPClientError.readTimeout? where hasLeft:
      return .timedOut(url: url, after: timeout)
    default:
      guard !hasLeft else {
        return .connectionLost(url: url, cause: HTTPTransport.cause(of: error))
      }
      let failure = ConnectionFailure(place: way.place, proxy: way.proxy, error: error)
      return .connectionFailed(url: url, cause: failure.sentence)
    }
  }

  /// The cause in words that never include the URL.
  private static func cause(of error: any Error) -> String {
    switch error {
    case let error as HTTPClientError: error.shortDescription.lowercased()
    case let error as IOError: error.description
    default: String(describing: error)
    }
  }
}
