package import Roster

/// Keeps a token for its life and renews it early; callers that need a new one together share one
/// renewal.
package actor TokenKeeper<Failure: Error> {
  /// A token together with which of the keeper's tokens it is.
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
  /// Of the token that is kept, or of the renewal in flight.
  private var generation = 0
  private var renewal: Renewal?
  /// How many of those who wait for the renewal in flight were not cancelled.
  private var interested = 0

  /// Makes a keeper that has no token yet.
  ///
  /// - Parameters:
  ///   - timekeeper: Where the time comes from.
  ///   - fetch: Asks the system for a token.
  package init(
    timekeeper: any Timekeeper,
    fetch: @escaping @Sendable () async throws(Failure) -> AccessToken
  ) {
    self.timekeeper = timekeeper
    self.fetch = fetch
  }

  /// The token to use now: the one that is kept, or a new one.
  ///
  /// A renewal that fails fails for all who wait for it, and is not remembered.
  ///
  /// - Returns: A token that is fresh by the clock.
  /// - Throws: What asking for one throws.
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
      // The first to return stores the token for all.
      self.renewal = nil
      token = try? result.get()
    }
    return Kept(secret: try result.get().secret, generation: renewal.generation)
  }

  /// Forgets a token that its system refused; one that was renewed meanwhile is kept.
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

  /// Ends a renewal for which nobody waits any more.
  private func abandon(_ renewal: Renewal) {
    guard isInFlight(renewal) else { return }
    interested -= 1
    guard interested == 0 else { return }
    self.renewal = nil
    renewal.task.cancel()
  }
}
