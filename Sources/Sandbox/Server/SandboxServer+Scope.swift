extension SandboxServer {
  /// Does something with the server, and stops it afterwards.
  ///
  /// - Parameter body: What to do.
  /// - Returns: What it gives.
  /// - Throws: What it throws.
  package func whileRunning<Value: Sendable>(
    _ body: (SandboxServer) async throws -> Value
  ) async throws -> Value {
    do {
      let value = try await body(self)
      await stop()
      return value
    } catch {
      await stop()
      throw error
    }
  }
}
