import Roster
import Synchronization
import VerbatimJSON
import WebServer

/// The jobs of this service since it was started, and the keys of the requests that began them.
final class Jobs: Sendable {
  private struct State {
    var jobs: [String: Job] = [:]
    /// Those under way.
    var tasks: [String: Task<Void, Never>] = [:]
    /// The identifiers in the order of their beginning.
    var order: [String] = []
    /// How many were begun.
    var begun = 0
    /// By key of the request: the job, and the digest of the request.
    var keys: [Verbatim: (job: String, digest: Verbatim)] = [:]
    var isClosed = false
  }

  /// The largest number of jobs that are kept after their end, and their largest size in bytes.
  private static let most = 1_000
  private static let mostBytes = 32 << 20

  private let tools: APITools
  private let state = Mutex(State())

  init(_ tools: APITools) { self.tools = tools }

  /// Begins a job, or finds the one that the same request began before.
  ///
  /// - Parameters:
  ///   - kind: The name of the operation in OpenAPI.
  ///   - call: The command.
  /// - Returns: The job.
  /// - Throws: ``Problem`` if the key belongs to another request, or the service is stopping.
  func begin(_ kind: String, _ call: CommandCall) throws(Problem) -> Job {
    let number = state.withLock { state in
      state.begun += 1
      return state.begun
    }
    let job = Job(
      id: Self.identifier(),
      number: number,
      kind: kind,
      of: call,
      startedAt: tools.timekeeper.now()
    )
    let known = try state.withLock { state throws(Problem) -> Job? in
      if state.isClosed {
        throw Problem.stopping
      }
      if let key = call.requestKey {
        if let found = state.keys[key.key], let job = state.jobs[found.job] {
          guard found.digest == key.digest else { throw Problem.keyReused(key.key) }
          return job
        }
        state.keys[key.key] = (job.id, key.digest)
      }
      state.jobs[job.id] = job
      state.order.append(job.id)
      Self.forget(&state)
      return nil
    }
    if let known { return known }
    let task = Task {
      await job.run(call, with: tools)
      state.withLock { $0.tasks[job.id] = nil }
    }
    state.withLock { if !job.hasEnded { $0.tasks[job.id] = task } }
    return job
  }

  /// Whether a job that is known was begun by a request with a key.
  func hasJob(of key: Verbatim) -> Bool {
    state.withLock { state in state.keys[key].map { state.jobs[$0.job] != nil } ?? false }
  }

  subscript(id: String) -> Job? { state.withLock { $0.jobs[id] } }

  /// A part of the jobs, the latest first.
  ///
  /// - Parameters:
  ///   - limit: The largest number of jobs.
  ///   - cursor: Where the part begins; nil for the latest job.
  /// - Returns: The jobs, and where the next part begins; nil if there is none.
  /// - Throws: ``Problem`` if the cursor is none of this list.
  func part(limit: Int, after cursor: ListCursor?) throws(Problem) -> ([Job], next: ListCursor?) {
    var before = Int.max
    if let cursor {
      guard cursor.after.count == 1, let number = Int(cursor.after[0]) else { throw .badCursor }
      before = number
    }
    let rest = state.withLock { state in
      state.order.compactMap { state.jobs[$0] }.filter { $0.number < before }
    }.sorted { $0.number > $1.number }
    let part = Array(rest.prefix(limit))
    let last = rest.count > limit ? part.last : nil
    return (part, last.map { ListCursor(after: [String($0.number)], erasure: 0) })
  }

  /// Takes no further job, stops all in good order, and waits until they have ended.
  func close() async {
    let (jobs, tasks) = state.withLock { state in
      state.isClosed = true
      return (Array(state.jobs.values), Array(state.tasks.values))
    }
    for job in jobs { job.stop() }
    for task in tasks { await task.value }
  }

  private static func forget(_ state: inout State) {
    var size = state.jobs.values.reduce(0) { $0 + $1.size }
    while state.order.count > most || size > mostBytes {
      guard let index = state.order.firstIndex(where: { state.jobs[$0]?.hasEnded ?? true }) else {
        return
      }
      size -= state.jobs[state.order[index]]?.size ?? 0
      let id = state.order.remove(at: index)
      state.jobs[id] = nil
      state.keys = state.keys.filter { $0.value.job != id }
    }
  }

  private static func identifier() -> String {
    String(UInt64.random(in: 1 << 60 ... .max), radix: 36)
  }
}
