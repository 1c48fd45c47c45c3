/// Sends requests to a system and returns its responses.
///
/// Tests pass their own.
package protocol Transport: Sendable {
  /// Sends a request and waits for the whole response, in one attempt.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - timeout: How long the exchange may take, from connecting to the response's last byte.
  /// - Returns: The response, with any status.
  /// - Throws: Why there is no response, and whether the request may have been applied.
  func send(
    _ request: APIRequest,
    timeout: Duration
  ) async throws(TransportError) -> APIResponse
}
