package import Roster

/// Keeps a token and renews it early; callers that need a new one at the same time share one
/// renewal.
package actor TokenKeeper<Failure: Error> {
  /// A token, with its number among the keeper's tokens.
  package struct Kept: Sendable {
    /// The token.
    package let secret: Secret
    fileprivate let generation: Int
  }

  private struct Renewal {
    let task: Task<Result<AccessToken, Failure>, Never>
    let generation: Int
  }

  private let timekeeper: any Timekeeper
  private let fetch: @Sendable () async throws(Failure) -> AccessToken
  private var token: AccessToken?
  /// The number of the current token, or of the renewal in flight.
  private var generation = 0
  private var renewal: Renewal?
  /// How many callers wait for the renewal in flight and were not cancelled.
  private var interested = 0

  /// Creates a keeper without a token.
  ///
  /// - Parameters:
  ///   - timekeeper: The clock.
  ///   - fetch: Requests a token from the system.
  package init(
    timekeeper: any Timekeeper,
    fetch: @escaping @Sendable () async throws(Failure) -> AccessToken
  ) {
    self.timekeeper = timekeeper
    self.fetch = fetch
  }

  /// The current token, or a new one.
  ///
  /// If a renewal fails, it fails for all callers that wait for it; the next caller tries again.
  ///
  /// - Returns: A token that is valid by the clock.
  /// - Throws: Errors of `fetch`.
  package func current() async throws(Failure) -> Kept {
    if let token, token.isFresh(at: timekeeper.now()) {
      return Kept(secret: token.secret, generation: generation)
    }
    let renewal = self.renewal ?? begin()
    interested += 1
    let result = await withTaskCancellationHandler {
      await renewal.task.value
    } onCancel: {
      Task { await self.abandon(renewal) }
    }
    if isInFlight(renewal) {
      // The first caller that continues stores the token for all.
      self.renewal = nil
      token = try? result.get()
    }
    return Kept(secret: try result.get().secret, generation: renewal.generation)
  }

  /// Drops a token that its system refused; one that was renewed meanwhile is kept.
  package func invalidate(_ kept: Kept) {
    if kept.generation == generation { token = nil }
  }

  private func begin() -> Renewal {
    let fetch = self.fetch
    generation += 1
    interested = 0
    let task = Task<Result<AccessToken, Failure>, Never> {
      do throws(Failure) { return .success(try await fetch()) } catch { return .failure(error) }
    }
    let renewal = Renewal(task: task, generation: generation)
    self.renewal = renewal
    return renewal
  }

  private func isInFlight(_ renewal: Renewal) -> Bool {
    self.renewal?.generation == renewal.generation
  }

  /// Cancels a renewal that no caller waits for any more.
  private func abandon(_ renewal: Renewal) {
    guard isInFlight(renewal) else { return }
    interested -= 1
    guard interested == 0 else { return }
    self.renewal = nil
    renewal.task.cancel()
  }
}
