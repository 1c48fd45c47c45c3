extension GlobalOptions {
  /// Runs work that Ctrl-C, or a request to terminate, stops in good order.
  ///
  /// - Parameters:
  ///   - environment: The source of requests to stop.
  ///   - note: The note when one comes.
  ///   - work: The work; it is cancelled, and awaited.
  /// - Returns: Its result.
  func stoppable<Value: Sendable>(
    in environment: CommandEnvironment,
    saying note: String,
    _ work: @escaping @Sendable () async throws -> Value
  ) async -> Result<Value, any Error> {
    let task = Task(executorPreference: CommandThreads.shared) { try await work() }
    let global = self
    environment.interruption.listen { _ in
      global.note("\n" + note, in: environment)
      task.cancel()
    }
    let result = await task.result
    // What listens holds the task and the environment, which holds what listens.
    environment.interruption.listenNoMore()
    return result
  }
}
