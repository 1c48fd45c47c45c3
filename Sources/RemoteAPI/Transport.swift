/// What carries requests to a system and brings its answers back.
public protocol Transport: Sendable {
  /// Sends a request and waits for the whole answer; tries once.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - timeout: How long the exchange may take, from connecting to the answer's last byte.
  /// - Returns: The answer, whatever its status.
  /// - Throws: Why there is no answer, and whether the request may have been applied.
  func send(
    _ request: APIRequest,
    timeout: Duration
  ) async throws(TransportError) -> APIResponse
}
