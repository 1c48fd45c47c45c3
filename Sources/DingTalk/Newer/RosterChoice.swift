import Roster

/// Which family of calls reads the roster in this run.
///
/// One run stays with one family. If the two showed a value differently, a run that changed between
/// them would see changes that no person made. Where there is a choice, the first read makes it,
/// and the others wait for it.
actor RosterChoice {
  /// Asks for a page of the roster by a family of calls, which is never `auto`.
  typealias Reading = @Sendable (RosterAPI) async throws(DingTalkError) -> RosterResponse

  /// The family that is used; nil while none has answered.
  private(set) var chosen: RosterAPI?
  private var trial: Task<Result<RosterResponse, DingTalkError>, Never>?

  init(_ api: RosterAPI) { chosen = api == .auto ? nil : api }

  /// Reads a page by the family that is chosen, or by the newer one and, where that does not
  /// answer, by the older one; the one that answers is chosen.
  func read(_ read: @escaping Reading) async throws(DingTalkError) -> RosterResponse {
    while chosen == nil, let trial { _ = await trial.value }
    if let chosen { return try await read(chosen) }
    let trial = Task {
      let result = await self.tried(read)
      self.trial = nil
      return result
    }
    self.trial = trial
    let result = await withTaskCancellationHandler {
      await trial.value
    } onCancel: {
      trial.cancel()
    }
    return try result.get()
  }

  private func tried(_ read: Reading) async -> Result<RosterResponse, DingTalkError> {
    do throws(DingTalkError) {
      let answer = try await read(.new)
      chosen = .new
      return .success(answer)
    } catch {
      if case .cancelled = error { return .failure(error) }
    }
    do throws(DingTalkError) {
      let answer = try await read(.old)
      chosen = .old
      return .success(answer)
    } catch {
      return .failure(error)
    }
  }
}
