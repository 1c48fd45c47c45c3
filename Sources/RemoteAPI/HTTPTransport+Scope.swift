extension HTTPTransport {
  /// Does something with a transport, and shuts it down afterwards.
  ///
  /// - Parameters:
  ///   - network: The proxy and the authorities; neither by default.
  ///   - body: What to do.
  /// - Returns: What it gives.
  /// - Throws: What it throws.
  package static func with<Value: Sendable>(
    network: Network = Network(),
    _ body: (HTTPTransport) async throws -> Value
  ) async throws -> Value {
    let transport = HTTPTransport(network: network)
    do {
      let value = try await body(transport)
      await transport.shutdown()
      return value
    } catch {
      await transport.shutdown()
      throw error
    }
  }
}
