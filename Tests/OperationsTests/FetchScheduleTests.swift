@testable import Operations
import RollbookTestSupport
import Roster
import Testing

/// A fetch whose responses arrive in any order, from a system in which anything may go wrong.
private struct Schedule {
  let seed: UInt64
  var random: Seeded
  let people: [Verbatim]
  let bad: Set<Verbatim>
  let unknown: Set<Verbatim>
  let catalog: [FieldCode]
  let request: FetchRequest
  let endsBadly: Bool

  var decider: FetchDecider
  var flying: [FetchCall] = []
  var asked: [FetchPage] = []
  var reported: [Verbatim: [(fields: Set<FieldCode>, isAbsent: Bool)]] = [:]
  var status: OperationStatus?
  var isCancelled = false
  var worstInFlight = 0

  init(seed: UInt64) {
    self.seed = seed
    var random = Seeded(seed)
    people = Stage.names(Int.random(in: 0...450, using: &random))
    let badShares: [Double] = [0, 0, 0.01, 0.2]
    let badShare = badShares.randomElement(using: &random) ?? 0
    bad = Set(people.filter { _ in Double.random(in: 0..<1, using: &random) < badShare })
    unknown = Set(people.filter { _ in Double.random(in: 0..<1, using: &random) < 0.02 })
      .subtracting(bad)
    catalog = Stage.names(Int.random(in: 1...230, using: &random), "f")
    let never = Set(catalog.dropFirst().filter { _ in Bool.random(using: &random) })
    request = FetchRequest(
      users: Bool.random(using: &random) || people.isEmpty ? nil : people,
      fields: Bool.random(using: &random) ? nil : catalog.filter { !never.contains($0) },
      never: never,
      pagesInFlight: Int.random(in: 1...5, using: &random),
      author: Author(actor: "t", program: "t")
    )
    endsBadly = Int.random(in: 0..<3, using: &random) == 0
    decider = FetchDecider(request)
    self.random = random
  }

  mutating func run() {
    perform(decider.receive(.began))
    while status == nil, !flying.isEmpty {
      if endsBadly, !isCancelled, Int.random(in: 0..<15, using: &random) == 0 {
        isCancelled = true
        perform(decider.receive(.cancelled))
        continue
      }
      let call = flying.remove(at: Int.random(in: 0..<flying.count, using: &random))
      perform(decider.receive(outcome(of: call)))
    }
  }

  private mutating func perform(_ actions: [FetchAction]) {
    for action in actions {
      switch action {
      case .call(let call):
        #expect(!isCancelled, "seed \(seed): a call after it was stopped")
        flying.append(call)
        if case .list(let page) = call { asked.append(page) }
        worstInFlight = max(worstInFlight, flying.count)
      case .abandonCalls: break
      case .append(let record): append(record)
      case .close(let closing):
        #expect(status == nil, "seed \(seed): closed twice")
        #expect(flying.isEmpty, "seed \(seed): closed with calls on their way")
        status = closing
      }
    }
  }

  private mutating func append(_ record: FetchRecord) {
    if endsBadly, Int.random(in: 0..<40, using: &random) == 0 {
      isCancelled = true
      return perform(decider.receive(.notAppended(StagedError(name: "full"))))
    }
    if case .answer(let response) = record {
      for user in response.users {
        reported[user.user, default: []].append((response.asked, false))
      }
      for user in response.absent {
        reported[user.user, default: []].append((response.asked, true))
      }
    }
    perform(decider.receive(.appended))
  }

  private mutating func outcome(of call: FetchCall) -> FetchEvent {
    if endsBadly, Int.random(in: 0..<30, using: &random) == 0 {
      let meaning: CallFailure.Meaning = Bool.random(using: &random) ? .refusal : .interruption
      return .failed(call, Stage.failure(meaning))
    }
    switch call {
    case .catalog: return .cataloged(Stage.catalog(catalog.shuffled(using: &random)))
    case .users(let cursor):
      let from = Int(cursor)
      let to = min(people.count, from + Int.random(in: 1...90, using: &random))
      let slice = Array(people[max(0, from - Int.random(in: 0...1, using: &random))..<to])
      return .enumerated(Stage.users(slice, next: to == people.count ? nil : Int64(to)))
    case .list(let page):
      guard bad.isDisjoint(with: page.users) else {
        return .failed(call, Stage.failure(Stage.oneBadUser))
      }
      return .listed(page, Stage.answer(page, unknown: unknown))
    case .sample: return .failed(call, Stage.failure(.refusal))
    }
  }

  func check() {
    for page in asked {
      #expect((1...100).contains(page.users.count), "seed \(seed)")
      #expect((1...100).contains(page.fields.count), "seed \(seed)")
      #expect(request.never.isDisjoint(with: page.fields), "seed \(seed)")
      #expect(page.fields == page.fields.sorted(), "seed \(seed)")
    }
    #expect(worstInFlight <= request.pagesInFlight, "seed \(seed)")
    let wanted = Set(catalog).subtracting(request.never)
    for (user, statements) in reported {
      var fields: Set<FieldCode> = []
      for statement in statements {
        #expect(fields.isDisjoint(with: statement.fields), "seed \(seed): \(user) told twice")
        #expect(
          statement.isAbsent == (bad.contains(user) || unknown.contains(user)),
          "seed \(seed)"
        )
        fields.formUnion(statement.fields)
      }
      if status == .finished { #expect(fields == wanted, "seed \(seed): \(user)") }
    }
    #expect(status != nil, "seed \(seed): never closed")
    guard endsBadly else {
      // A fetch that no person was listed in, or came back to, has failed.
      let isHopeless = bad.count + unknown.count == people.count
      #expect(
        status == (isHopeless ? .failed : .finished),
        "seed \(seed): \(people.count) people, \(bad.count) bad, \(unknown.count) unknown"
      )
      #expect(Set(reported.keys) == Set(people), "seed \(seed)")
      #expect(decider.done == people.count, "seed \(seed)")
      return
    }
    #expect(Set(reported.keys).isSubset(of: people), "seed \(seed)")
    if status == .finished { #expect(reported.count == people.count, "seed \(seed)") }
  }
}

@Suite struct FetchScheduleTests {
  @Test func `a schedule that ended badly once ends well`() {
    var schedule = Schedule(seed: 4_566_809_632_543_145_545)
    schedule.run()
    schedule.check()
  }

  @Test func `in any order of responses each user is recorded exactly once, or not done`() {
    var random = SystemRandomNumberGenerator()
    let first = UInt64.random(in: 0...UInt64.max / 2, using: &random)
    var endings: [OperationStatus: Int] = [:]
    for seed in first..<(first + 100) {
      var schedule = Schedule(seed: seed)
      schedule.run()
      schedule.check()
      if let status = schedule.status { endings[status, default: 0] += 1 }
    }
    for status in [OperationStatus.finished, .failed, .interrupted] {
      #expect(endings[status, default: 0] > 0, "no schedule from seed \(first) \(status)")
    }
  }
}
