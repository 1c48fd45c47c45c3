import Roster

/// The family of calls that reads the roster in this run.
///
/// One run uses one family. If the two returned a value in different forms, a run that used both
/// would record changes that no person made. With `auto`, the first read decides, and the others
/// wait for it.
actor RosterChoice {
  /// Requests a page of the roster from a family of calls, which is never `auto`.
  typealias Reading = @Sendable (RosterAPI) async throws(DingTalkError) -> RosterResponse

  /// The family in use; nil before the first response.
  private(set) var chosen: RosterAPI?
  private var trial: Task<Result<RosterResponse, DingTalkError>, Never>?

  init(_ api: RosterAPI) { chosen = api == .auto ? nil : api }

  /// Reads a page from the chosen family.
  ///
  /// If none is chosen yet, it tries the newer one, and then the older one; the first that responds
  /// is chosen.
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
      let response = try await read(.new)
      chosen = .new
      return .success(response)
    } catch {
      if case .cancelled = error { return .failure(error) }
    }
    do throws(DingTalkError) {
      let response = try await read(.old)
      chosen = .old
      return .success(response)
    } catch {
      return .failure(error)
    }
  }
}
