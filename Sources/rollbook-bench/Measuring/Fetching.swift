import Ledger
import Operations
import Roster

/// Fetches the whole company, through the client, the decider and the ledger, and adds up what that
/// takes.
struct Fetching {
  let bench: Bench
  let ledger: Ledger
  private var values = 0
  private var changed = 0
  private var wall = 0.0
  private var processor = 0.0
  private var best = 0.0
  private var bytesBefore: Int?
  private var bytes = 0

  init(bench: Bench, ledger: Ledger) {
    self.bench = bench
    self.ledger = ledger
  }

  /// Fetches once.
  mutating func fetch() async throws {
    let transport = bench.transport
    if bytesBefore == nil { bytesBefore = try ledger.statistics().bytes }
    let cost = transport.cost
    let watch = Stopwatch()
    let outcome = try await runFetch(
      FetchRequest(author: Author(actor: "bench@here", program: "bench")),
      ledger: ledger,
      client: bench.client(transport),
      timekeeper: bench.clock,
      log: Bench.log
    )
    let taken = watch.taken
    if let error = outcome.error { throw error }
    values += outcome.result.values
    changed += outcome.result.changed
    wall += taken.wall
    let processor = taken.processor - (transport.cost - cost)
    self.processor += processor
    best = max(best, Double(outcome.result.values) / processor)
    bytes = try ledger.statistics().bytes - (bytesBefore ?? 0)
  }

  /// Reports what the fetches took; making the responses is subtracted from processor time, and
  /// cannot be subtracted from wall time.
  func report(first: Bool, day: Int, to sheet: inout Results) {
    guard values > 0 else { return }
    let name = first ? "first fetch" : "later fetch"
    sheet.put("\(name), body to commit", "values/s and core", Double(values) / processor, day: day)
    sheet.put("\(name), best", "values/s and core", best, day: day)
    sheet.put("\(name), on the wall", "values/s", Double(values) / wall, day: day)
    sheet.put("\(name), size", "bytes/value", Double(bytes) / Double(values), day: day)
    sheet.put(
      "\(name), changed",
      "of 1000 values",
      1000 * Double(changed) / Double(values),
      day: day
    )
    sheet.put(
      "peak memory, \(first ? "first fetch" : "later fetches")",
      "MB",
      Double(Stopwatch.peakMemory()) / 1e6,
      day: day
    )
  }
}
