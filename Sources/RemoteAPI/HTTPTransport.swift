import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// The real transport: HTTP/1.1 or HTTP/2 over pooled connections.
///
/// Redirects are not followed, since a URL may hold a token. Failed connections are not retried
/// here: whether and when to try again is the caller's to decide.
public final class HTTPTransport: Transport {
  /// The largest body that is read, in bytes: 64 MB.
  public static let bodyLimit = 64 * 1_048_576

  private let client: HTTPClient
  private let limit: Int

  /// Makes a transport, which must be shut down before it is let go.
  ///
  /// - Parameter bodyLimit: The largest body that is read, in bytes.
  public init(bodyLimit: Int = HTTPTransport.bodyLimit) {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.timeout.connect = .seconds(10)
    client = HTTPClient(configuration: configuration)
    limit = bodyLimit
  }

  public func send(
    _ request: APIRequest,
    timeout: Duration
  ) async throws(TransportError) -> APIResponse {
    let collector = ResponseCollector(limit: limit)
    do {
      let task = client.execute(
        request: try HTTPTransport.translated(request),
        delegate: collector,
        deadline: .now() + TimeAmount(timeout)
      )
      return try await withTaskCancellationHandler {
        try await task.get()
      } onCancel: {
        task.cancel()
      }
    } catch {
      throw HTTPTransport.explained(
        error,
        of: request,
        after: timeout,
        limit: limit,
        hasLeft: collector.hasLeft
      )
    }
  }

  /// Closes all connections; calls still waiting for their answers are cancelled.
  public func shutdown() async {
    // The only error is that it was shut down before, which is what was asked for.
    try? await client.shutdown()
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
    after timeout: Duration,
    limit: Int,
    hasLeft: Bool
  ) -> TransportError {
    let url = request.redacted
    if error is AnswerTooLarge { return .tooLarge(url: url, limit: limit) }
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
      let cause = HTTPTransport.cause(of: error)
      return hasLeft
        ? .connectionLost(url: url, cause: cause) : .connectionFailed(url: url, cause: cause)
    }
  }

  /// What went wrong, in words that never include the URL.
  private static func cause(of error: any Error) -> String {
    switch error {
    case let error as HTTPClientError: error.shortDescription.lowercased()
    case let error as IOError: error.description
    case let error as NIOConnectionError:
      error.connectionErrors.first.map { cause(of: $0.error) }
        ?? "the name \(error.host) was not found"
    default: String(describing: error)
    }
  }
}
