package import DingTalk
package import Ledger
import LedgerStorage
package import Logging
package import Roster
import Synchronization

/// Keeps the ledger up to date by DingTalk's change events: ties the Stream, `EventFetchDecider` and
/// `runFetch` together.
///
/// An event is acknowledged when what it is about is in the ledger. After a crash DingTalk sends it
/// again.
package final class StreamFollower: Sendable {
  private struct State {
    var decider = EventFetchDecider()
    /// The fetch that is to be made next.
    var fetch: EventFetchDecider.Fetch?
    /// The tasks that wait for an event to be settled.
    var waiters: [Verbatim: [Int: CheckedContinuation<Void, any Error>]] = [:]
    var tickets = 0
    /// The tasks that were cancelled before they waited.
    var cancelled: Set<Int> = []
  }

  private let stream: StreamClient
  private let request: FetchRequest
  private let ledger: Ledger
  private let client: DingTalkClient
  private let timekeeper: any Timekeeper
  private let wait: Duration
  private let log: Logger
  private let afterCommit: (@Sendable (Int) -> Void)?
  private let state = Mutex(State())
  private let signals: AsyncStream<Void>
  private let signal: AsyncStream<Void>.Continuation

  /// Creates a follower; it does nothing yet, and follows once.
  ///
  /// - Parameters:
  ///   - stream: The Stream.
  ///   - request: How people are fetched, and who does it; its users and events are replaced.
  ///   - ledger: The ledger.
  ///   - client: The client of the system.
  ///   - timekeeper: The clock, and the means of waiting.
  ///   - wait: How long a fetch waits for another writer to end.
  ///   - log: Receives notes; no values, no user keys.
  ///   - afterCommit: As for `runFetch`.
  package init(
    stream: StreamClient,
    request: FetchRequest,
    ledger: Ledger,
    client: DingTalkClient,
    timekeeper: any Timekeeper,
    wait: Duration,
    log: Logger,
    afterCommit: (@Sendable (Int) -> Void)? = nil
  ) {
    self.stream = stream
    self.request = request
    self.ledger = ledger
    self.client = client
    self.timekeeper = timekeeper
    self.wait = wait
    self.log = log
    self.afterCommit = afterCommit
    (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Follows until the task is cancelled.
  ///
  /// A fetch that is under way then is closed in good order.
  ///
  /// - Parameters:
  ///   - note: Receives what becomes of the connection.
  ///   - report: Receives each fetch.
  /// - Throws: `CancellationError`; an error at the first connection that waiting will not cure.
  package func follow(
    note: @escaping @Sendable (StreamClient.Note) -> Void = { _ in },
    report: @escaping @Sendable (FollowedFetch) -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await self.stream.follow(note: note) { try await self.handle($0) }
      }
      group.addTask {
        await self.work(report)
        throw CancellationError()
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  /// Waits until an event is settled; throws if it is put off.
  private func handle(_ event: ChangeEvent) async throws {
    let keys = (event.users ?? []).map { UserKey(.dingtalk, $0) }
    let erased = Set(try ledger.erased(among: keys).keys.map(\.id))
    let ticket = state.withLock { state in
      state.tickets += 1
      return state.tickets
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let isCancelled = state.withLock { state in
          if state.cancelled.remove(ticket) != nil { return true }
          state.waiters[event.id, default: [:]][ticket] = continuation
          return false
        }
        if isCancelled { return continuation.resume(throwing: CancellationError()) }
        decide(.arrived(event, never: erased))
      }
    } onCancel: {
      let waiter = state.withLock { state in
        let waiter = state.waiters[event.id]?.removeValue(forKey: ticket)
        if waiter == nil { state.cancelled.insert(ticket) }
        return waiter
      }
      waiter?.resume(throwing: CancellationError())
    }
  }

  private func decide(_ event: EventFetchDecider.Event) {
    let now = timekeeper.monotonic()
    let actions = state.withLock { $0.decider.receive(event, now: now) }
    for action in actions {
      switch action {
      case .fetch(let fetch): state.withLock { $0.fetch = fetch }
      case .settle(let event): resume(event, with: .success(()))
      case .putOff(let event): resume(event, with: .failure(CancellationError()))
      }
    }
    signal.yield()
  }

  private func resume(_ event: Verbatim, with result: Result<Void, any Error>) {
    let waiters = state.withLock { $0.waiters.removeValue(forKey: event) ?? [:] }
    for waiter in waiters.values { waiter.resume(with: result) }
  }

  /// Makes the fetches, one after the other, until the task is cancelled.
  private func work(_ report: @Sendable (FollowedFetch) -> Void) async {
    var timer: Task<Void, Never>?
    for await _ in signals {
      timer?.cancel()
      let (fetch, next) = state.withLock { state in
        defer { state.fetch = nil }
        return (state.fetch, state.decider.nextTime)
      }
      if let fetch {
        let began = timekeeper.now()
        let followed = await make(fetch)
        report(followed)
        decide(.fetched(followed.outcome, began: began))
      } else if let next {
        timer = Task {
          let left = next - timekeeper.monotonic()
          if left > .zero { try? await timekeeper.sleep(for: left) }
          if !Task.isCancelled { decide(.time) }
        }
      }
    }
    timer?.cancel()
  }

  private func make(_ fetch: EventFetchDecider.Fetch) async -> FollowedFetch {
    var request = request
    request.users = fetch.users
    request.events = fetch.events
    do {
      let outcome = try await runFetch(
        request,
        ledger: ledger,
        client: client,
        timekeeper: timekeeper,
        wait: wait,
        log: log,
        afterCommit: afterCommit
      )
      return FollowedFetch(events: fetch.events, result: outcome, error: outcome.error)
    } catch {
      return FollowedFetch(events: fetch.events, result: nil, error: error.userFacing)
    }
  }
}
