extension GlobalOptions {
  /// Runs something that Ctrl-C, or a request to terminate, stops in good order.
  ///
  /// - Parameters:
  ///   - environment: Where the signal is heard.
  ///   - note: What is said when it comes.
  ///   - work: What to run; it is cancelled, and awaited.
  /// - Returns: What came of it.
  func stoppable<Value: Sendable>(
    in environment: CommandEnvironment,
    saying note: String,
    _ work: @escaping @Sendable () async throws -> Value
  ) async -> Result<Value, any Error> {
    let task = Task { try await work() }
    let global = self
    environment.interruption.listen { _ in
      global.note("\n" + note, in: environment)
      task.cancel()
    }
    return await task.result
  }
}
