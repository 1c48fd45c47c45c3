import Ledger
import LedgerHistory
import LedgerVerification
@testable import Operations
import RollbookTestSupport
import Roster
import Synchronization
import Testing

/// One case: a few processes, one after the other, on one ledger.
final class Story {
  let seed: UInt64
  let world: OutsideWorld
  let notebook = Notebook()
  private let folder: TemporaryFolder
  private var random: Seeded
  private var written = 0
  private(set) var ledger: Ledger

  init(seed: UInt64) async throws {
    self.seed = seed
    random = Seeded(seed)
    world = OutsideWorld(&random)
    folder = try TemporaryFolder()
    ledger = try Ledger.create(at: folder.path("ledger-0"), now: world.clock.now())
  }

  var comment: Comment { "seed \(seed)" }

  /// Plays a few processes; the last one finds out what became of everything.
  func play() async throws {
    try await live { process in
      try await process.fetch(wait: .zero)
      try await process.importNicknames(wait: .zero)
    }
    for number in 1...Int.random(in: 1...3, using: &random) { try await life(number) }
    ledger = try Ledger.open(at: ledger.path)
    try await live { process in
      try await process.settleAll(wait: .zero)
      try await process.fetch(wait: .zero)
    }
  }

  private func process() -> ModelProcess {
    ModelProcess(ledger, world, notebook, seed: random.next())
  }

  /// A process that does one thing and ends.
  private func live(_ work: @escaping @Sendable (ModelProcess) async throws -> Void) async throws {
    let process = process()
    let hasEnded = await process.scheduler.run([
      {
        await process.warmUp()
        do { try await work(process) } catch { Issue.record(error) }
      }
    ])
    #expect(hasEnded, comment)
  }

  /// What a person wants, after how many turns, and how long they wait for others.
  private func draw() -> (task: ModelTask, delay: Int, wait: Duration) {
    written += 1
    return (
      ModelTask(world, written, &random),
      Int.random(in: 0..<40, using: &random),
      [.zero, .seconds(20), .seconds(60)][Int.random(in: 0..<3, using: &random)]
    )
  }

  /// A process that does many things at a time, and maybe dies.
  private func life(_ number: Int) async throws {
    let process = process()
    _ = await process.scheduler.run([{ await process.warmUp() }])
    let strays = process.scheduler.strays
    let tasks = (0..<Int.random(in: 4...9, using: &random)).map { _ in draw() }
    let death = Bool.random(using: &random) ? Int.random(in: 10..<400, using: &random) : Int.max
    let left = folder.path("ledger-\(number)")
    let hasEnded = await process.scheduler.run(
      tasks.map { task in
        {
          for _ in 0..<task.delay { await process.scheduler.turn() }
          await task.task.run(in: process, wait: task.wait)
        }
      }
    ) { step in
      guard step == death else { return }
      do {
        process.notebook.note(process.ledger)
        process.notebook.died(after: try process.ledger.lastEntry().rawValue)
        try Files.copy(process.ledger.path, to: left)
      } catch { Issue.record(error) }
      process.notebook.count("died")
      process.death.come()
    }
    #expect(hasEnded, comment)
    #expect(process.scheduler.strays == strays, comment)
    if process.death.hasCome {
      ledger = try Ledger.open(at: left)
    } else {
      // The end of a process is its death too, for what it gave up.
      notebook.died(after: try ledger.lastEntry().rawValue)
      ledger = try Ledger.open(at: ledger.path)
    }
  }

  /// What the log has, in its order, without what is random in it.
  func order() throws -> [String] {
    var lines: [String] = []
    try ledger.entries(EntryFilter()) { entry in
      lines.append("\(entry.entry) \(entry.operation) \(entry.kind) \(entry.user?.text ?? "")")
    }
    return lines
  }

  /// Judges what is left.
  func judge() throws {
    #expect(try ledger.verify(.full).findings == [], comment)
    #expect(try ledger.checkProjections().allSatisfy { $0.differences == 0 }, comment)
    var judge = Judge(try LogModel(ledger), notebook, world)
    judge.checkOrder()
    judge.checkBases()
    judge.checkExclusion()
    judge.checkArrivals()
    try judge.checkErasures(ledger)
    try judge.checkRoster(ledger)
    #expect(judge.problems.isEmpty, comment)
    if !judge.problems.isEmpty { print(try order().joined(separator: "\n")) }
  }
}
