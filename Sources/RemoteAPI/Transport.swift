/// What carries requests to a system and brings its responses back.
package protocol Transport: Sendable {
  /// Sends a request and waits for the whole response; tries once.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - timeout: How long the exchange may take, from connecting to the response's last byte.
  /// - Returns: The response, whatever its status.
  /// - Throws: Why there is no response, and whether the request may have been applied.
  func send(
    _ request: APIRequest,
    timeout: Duration
  ) async throws(TransportError) -> APIResponse
}
