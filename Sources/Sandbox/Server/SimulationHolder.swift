import Synchronization

/// Shares the simulation between the connections of a server, one call at a time.
final class SimulationHolder: Sendable {
  private let simulation: Mutex<Simulation>
  /// An element after the simulation may have changed; several changes may share one.
  let changes: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init(_ simulation: Simulation) {
    self.simulation = Mutex(simulation)
    (changes, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Reads or changes the simulation.
  func withSimulation<Value: Sendable>(
    _ body: (inout Simulation) throws -> Value
  ) rethrows -> Value {
    defer { changed() }
    return try quietly(body)
  }

  /// The same without an element of `changes`.
  func quietly<Value: Sendable>(
    _ body: (inout Simulation) throws -> Value
  ) rethrows -> Value {
    try simulation.withLock { simulation in try body(&simulation) }
  }

  /// Adds an element to `changes`.
  func changed() { continuation.yield() }
}
