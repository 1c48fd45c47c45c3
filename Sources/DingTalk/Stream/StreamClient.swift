package import RemoteAPI
package import Roster
import Synchronization

/// Follows DingTalk's Stream: carries out the actions of a `StreamDecider`.
package struct StreamClient: Sendable {
  private let client: DingTalkClient
  private let sockets: WebSocketClient
  private let timekeeper: any Timekeeper
  private let random: @Sendable () -> Double

  /// How long the opening of a connection may take.
  private static let timeout = Duration.seconds(30)

  /// Creates a follower; it sends nothing yet.
  ///
  /// - Parameters:
  ///   - client: Asks for connections.
  ///   - sockets: Opens them.
  ///   - timekeeper: The clock, and the means of waiting.
  ///   - random: Returns numbers in [0, 1), for the random part of a wait.
  package init(
    client: DingTalkClient,
    sockets: WebSocketClient,
    timekeeper: any Timekeeper,
    random: @escaping @Sendable () -> Double
  ) {
    self.client = client
    self.sockets = sockets
    self.timekeeper = timekeeper
    self.random = random
  }

  /// What becomes of the connection.
  package enum Note: Sendable {
    /// A connection is open.
    case connected
    /// It ended, or was not made; when the next is tried, and the error if there was one.
    case waits(Duration, because: (any UserFacingError)?)
  }

  /// Follows until the task is cancelled.
  ///
  /// - Parameters:
  ///   - note: Receives what becomes of the connection.
  ///   - handle: Receives each event, several at once; when it returns, the event is acknowledged,
  ///     and when it throws, it is put off. It is cancelled when the connection ends; DingTalk then
  ///     sends the event again.
  /// - Throws: `CancellationError`; an error at the first connection that waiting will not cure.
  package func follow(
    note: @escaping @Sendable (Note) -> Void,
    handle: @escaping @Sendable (ChangeEvent) async throws -> Void
  ) async throws {
    let run = StreamRun(timekeeper: timekeeper, random: random, handle: handle, note: note)
    var actions = run.decide(.ready)
    while let action = actions.popLast() {
      switch action {
      case .connect:
        let error = await connect(run)
        try Task.checkCancellation()
        actions = run.decide(.ended(error))
      case .wait(let duration, let error):
        note(.waits(duration, because: error))
        try await timekeeper.sleep(for: duration)
        actions = run.decide(.ready)
      case .giveUp(let error): throw error
      case .send, .ping, .handOn, .close: break
      }
    }
  }

  /// Opens a connection and stays on it; returns why it ended, nil if in order.
  private func connect(_ run: StreamRun) async -> (any UserFacingError)? {
    do {
      let address = try await client.openStream()
      try await sockets.withSocket(to: address, timeout: Self.timeout) { socket in
        try await run.stay(on: socket)
      }
      return nil
    } catch {
      return error as? any UserFacingError
    }
  }
}

/// The state of a follower, which its tasks share.
private final class StreamRun: Sendable {
  private let decider = Mutex(StreamDecider())
  private let timekeeper: any Timekeeper
  private let random: @Sendable () -> Double
  private let handle: @Sendable (ChangeEvent) async throws -> Void
  private let note: @Sendable (StreamClient.Note) -> Void

  init(
    timekeeper: any Timekeeper,
    random: @escaping @Sendable () -> Double,
    handle: @escaping @Sendable (ChangeEvent) async throws -> Void,
    note: @escaping @Sendable (StreamClient.Note) -> Void
  ) {
    self.timekeeper = timekeeper
    self.random = random
    self.handle = handle
    self.note = note
  }

  func decide(_ event: StreamDecider.Event) -> [StreamDecider.Action] {
    let now = timekeeper.monotonic()
    let random = random()
    return decider.withLock { $0.receive(event, now: now, random: random) }
  }

  /// Reads a connection until it ends, or is to be closed.
  func stay(on socket: WebSocket) async throws {
    _ = decide(.opened)
    note(.connected)
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask { await self.watch(socket) }
      try await read(socket) { event, message in
        group.addTask { await self.hand(on: event, message, socket) }
      }
      group.cancelAll()
    }
  }

  private func read(
    _ socket: WebSocket,
    _ handOn: (ChangeEvent, String) -> Void
  ) async throws {
    for try await message in socket.messages {
      let event: StreamDecider.Event
      switch message {
      case .text(let text): event = .received(text)
      case .ping, .pong: event = .heard
      case .close: return
      }
      for action in decide(event) {
        switch action {
        case .handOn(let event, let message): handOn(event, message)
        case .close: return
        default: try await send(action, on: socket)
        }
      }
    }
  }

  private func hand(on event: ChangeEvent, _ message: String, _ socket: WebSocket) async {
    let outcome: StreamDecider.Event
    do {
      try await handle(event)
      outcome = .recorded(message: message)
    } catch {
      outcome = .notRecorded(message: message)
    }
    // If it cannot be sent, the connection has ended, and the event comes again.
    for action in decide(outcome) { try? await send(action, on: socket) }
  }

  /// Notices that nothing is heard any longer.
  private func watch(_ socket: WebSocket) async {
    while let next = decider.withLock(\.nextTime) {
      let wait = max(.milliseconds(10), next - timekeeper.monotonic())
      do { try await timekeeper.sleep(for: wait) } catch { return }
      for action in decide(.time) { try? await send(action, on: socket) }
    }
  }

  private func send(_ action: StreamDecider.Action, on socket: WebSocket) async throws {
    switch action {
    case .send(let text): try await socket.send(.text(text))
    case .ping: try await socket.send(.ping)
    case .close: try await socket.send(.close)
    case .connect, .handOn, .wait, .giveUp: break
    }
  }
}
