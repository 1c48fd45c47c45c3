import Access
import Roster
import Synchronization
import VerbatimJSON

/// A command that takes time, while it runs and afterwards.
final class Job: Sendable {
  /// How far it is.
  struct Progress: Hashable {
    let done: Int
    let of: Int?
    let words: String
  }

  private struct State {
    var progress: Progress?
    var notes: [String] = []
    var result = ""
    var end: CommandEnd?
    var endedAt: Instant?
    var stop: (@Sendable () -> Void)?
    var isStopping = false
    /// The last erasure when it ended.
    var erasure: Int64?

    /// Takes away every text that may name a person.
    mutating func forget() {
      notes = []
      result = ""
      if let error = end?.error { end?.error = (error.code, "") }
    }
  }

  /// The largest number of notes that are kept; a plan of many cells has as many.
  private static let mostNotes = 1_000
  /// The kinds that erase: their results are receipts, which name no person.
  private static let erasing: Set<String> = ["erase", "apply"]
  /// The kind whose result is what a file would write.
  private static let plan = "plan"

  let id: String
  /// How many jobs the service had begun with it.
  let number: Int
  let kind: String
  let actor: Verbatim
  /// What those see of values for whom it runs.
  private let sight: Sight
  /// Whether it reads a file of its sender, whose texts it may print.
  private let hasFile: Bool
  let startedAt: Instant
  private let state = Mutex(State())

  init(id: String, number: Int, kind: String, of call: CommandCall, startedAt: Instant) {
    self.id = id
    self.number = number
    self.kind = kind
    actor = call.actor
    sight = call.sight
    hasFile = !call.files.isEmpty
    self.startedAt = startedAt
  }

  /// The size of what it keeps, in bytes.
  var size: Int {
    state.withLock { state in
      state.notes.reduce(state.result.utf8.count) { $0 + $1.utf8.count }
    }
  }

  var hasEnded: Bool { state.withLock { $0.end != nil } }

  /// Runs the command, and keeps what it prints.
  func run(_ call: CommandCall, with tools: APITools) async {
    var call = call
    call.write = { text in self.state.withLock { $0.result += text } }
    call.note = { note in
      self.state.withLock { if $0.notes.count < Self.mostNotes { $0.notes.append(note) } }
    }
    call.progress = { done, total, words in
      self.state.withLock { $0.progress = Progress(done: done, of: total, words: words) }
    }
    call.stopper = { stop in
      let isStopping = self.state.withLock { state in
        state.stop = stop
        return state.isStopping
      }
      if isStopping { stop() }
    }
    let before = try? await tools.state(nil, false).erasure
    let end = await tools.run(call)
    let erasure = try? await tools.state(nil, false).erasure
    let now = tools.timekeeper.now()
    state.withLock { state in
      state.end = end
      state.erasure = erasure
      if erasure != before {
        let receipt = Self.erasing.contains(kind) ? state.result : ""
        state.forget()
        state.result = receipt
      }
      state.endedAt = now
      state.stop = nil
    }
  }

  /// Stops it in good order: calls under way are awaited, and every row's fate is recorded.
  func stop() {
    let stop = state.withLock { state in
      state.isStopping = true
      return state.stop
    }
    stop?()
  }

  /// The job as the API gives it.
  ///
  /// What it printed is for those who see at least what its sender sees of values. What it printed of a
  /// file is for its sender.
  ///
  /// After an erasure nothing that it printed before is there: it may name who was erased.
  ///
  /// - Parameters:
  ///   - reader: Who reads it.
  ///   - erasure: The last erasure.
  /// - Returns: The object.
  func json(for reader: Sender, after erasure: Int64) -> JSON {
    let state = state.withLock { state in
      if state.end != nil, state.erasure != erasure { state.forget() }
      return state
    }
    let isEnough = reader.sight.whole.isSuperset(of: sight.whole)
    let isShown = isEnough && (!hasFile || reader.name == actor || reader.sight.isWhole)
    let hasResult = state.end != nil && (isShown || isEnough && kind != Self.plan)
    let result = hasResult ? try? JSON(parsing: Array(state.result.utf8)) : nil
    let error = state.end?.error.map { error -> JSON in
      [
        "name": .string(error.code.name), "detail": .string(isShown ? error.message : ""),
        "exit": .integer(Int64(error.code.exit.rawValue)),
      ]
    }
    return [
      "job": .string(id), "kind": .string(kind), "actor": .string(actor.text),
      "state": .string(Self.word(state.end, isStopping: state.isStopping)),
      "startedAt": .string(startedAt.utc),
      "endedAt": .optional(state.endedAt?.utc),
      "progress": state.progress.map(Self.json) ?? .null,
      "exit": .optional(state.end.map { Int64($0.exit.rawValue) }),
      "result": result ?? .null,
      "problem": error ?? .null,
      "notes": .strings(isShown ? state.notes : []),
    ]
  }

  private static func json(_ progress: Progress) -> JSON {
    [
      "done": .integer(progress.done), "of": .optional(progress.of),
      "words": .string(progress.words),
    ]
  }

  private static func word(_ end: CommandEnd?, isStopping: Bool) -> String {
    guard let end else { return isStopping ? "stopping" : "running" }
    return switch end.exit {
    case .done, .tailUnvouched, .awaitsApproval: "done"
    case .attention: "attention"
    case .refused: "refused"
    case .interrupted, .terminated, .hungUp: "stopped"
    default: "failed"
    }
  }
}
