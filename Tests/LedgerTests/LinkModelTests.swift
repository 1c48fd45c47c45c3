import LedgerVerification
import Ledger
import LedgerHistory
import RollbookTestSupport
import Roster
import Testing

/// Links in a naive model: every statement in one list, each question decided by reading it from
/// its beginning.
///
/// Written from the words of the format, not from the code.
private struct LinkModel {
  enum Statement {
    case linked(UserPair, LinkSource, operation: Int)
    case unlinked(UserPair)
    case jobNumber(Verbatim, Verbatim)
  }

  struct Link: Hashable {
    let pair: UserPair
    let source: LinkSource
    let operation: Int
    /// Where it was stated.
    let at: Int
  }

  var said: [Statement] = []

  var links: [Link] {
    var links: [Link] = []
    for (at, statement) in said.enumerated() {
      switch statement {
      case .linked(let pair, let source, let operation):
        let isKnown = links.contains { $0.pair == pair }
        if source == .administrator {
          links.removeAll { $0.pair.dingtalk == pair.dingtalk || $0.pair.maycur == pair.maycur }
        } else if isKnown {
          continue
        }
        links.append(Link(pair: pair, source: source, operation: operation, at: at))
      case .unlinked(let pair): links.removeAll { $0.pair == pair }
      case .jobNumber: break
      }
    }
    return links
  }

  private func jobNumber(of user: Verbatim) -> (Verbatim, Int)? {
    var last: (Verbatim, Int)?
    for (at, statement) in said.enumerated() {
      guard case .jobNumber(user, let number) = statement, number != last?.0 else { continue }
      last = (number, at)
    }
    return last?.0.isEmpty == true ? nil : last
  }

  private var users: Set<Verbatim> {
    Set(
      said.flatMap { statement -> [Verbatim] in
        switch statement {
        case .linked(let pair, _, _): [pair.dingtalk]
        case .jobNumber(let user, _): [user]
        case .unlinked: []
        }
      }
    )
  }

  /// Whether nothing speaks against a link: what is asked before values cross over.
  func isSound(_ link: Link) -> Bool {
    let rivals = links.filter {
      $0.pair != link.pair
        && ($0.pair.dingtalk == link.pair.dingtalk || $0.pair.maycur == link.pair.maycur)
    }
    if !rivals.isEmpty { return false }
    if let (number, at) = jobNumber(of: link.pair.dingtalk), at > link.at,
      number != link.pair.maycur
    {
      return false
    }
    return !users.contains { other in
      guard other != link.pair.dingtalk, let (number, at) = jobNumber(of: other) else {
        return false
      }
      return number == link.pair.maycur && at > link.at
    }
  }
}

@Suite struct LinkModelTests {
  private static let people: [Verbatim] = ["d1", "d2", "d3", "d4"]
  private static let employees: [Verbatim] = ["M1", "M2", "M3", "M4"]

  private func pair(_ random: inout Seeded) -> UserPair {
    UserPair(
      dingtalk: Self.people.randomElement(using: &random) ?? "d1",
      maycur: Self.employees.randomElement(using: &random) ?? "M1"
    )
  }

  /// Lets one thing be said, to the log and to the model.
  private func live(
    _ bench: Bench,
    _ model: inout LinkModel,
    _ turn: Int,
    _ random: inout Seeded
  ) async throws {
    let pairs = (0..<Int.random(in: 1...2, using: &random)).map { _ in pair(&random) }
    switch Int.random(in: 0..<8, using: &random) {
    case 0, 1:
      let user = pairs[0].dingtalk
      let number = Bool.random(using: &random) ? pairs[0].maycur : ""
      try await bench.record(
        response(asked: ["sys00-jobNumber"], (user, [("sys00-jobNumber", 0, .text(number))]))
      )
      model.said.append(.jobNumber(user, number))
    case 2:
      try await bench.state(.unlinked, pairs, .administrator)
      model.said += pairs.map { .unlinked($0) }
    case 3:
      try await bench.state(.linked, [pairs[0]], .administrator)
      model.said.append(.linked(pairs[0], .administrator, operation: turn))
    default:
      let source: LinkSource = Bool.random(using: &random) ? .maycur : .jobNumber
      try await bench.state(.linked, pairs, source)
      model.said += pairs.map { .linked($0, source, operation: turn) }
    }
  }

  @Test func `whatever is recorded of links, the ledger reads as if it had stored every statement`()
    async throws
  {
    var system = SystemRandomNumberGenerator()
    let first = UInt64.random(in: 0...UInt64.max / 2, using: &system)
    var sound = 0
    var unsound = 0
    for seed in first..<(first + 4) {
      var random = Seeded(seed)
      let bench = try Bench()
      var model = LinkModel()
      for turn in 0..<18 {
        try await live(bench, &model, turn, &random)
        let rows = try bench.ledger.links().filter { $0.source != nil }
        let links = model.links
        #expect(
          Set(rows.map { "\($0.dingtalk ?? "") \($0.maycur ?? "") \($0.source?.rawValue ?? "")" })
            == Set(links.map { "\($0.pair.dingtalk) \($0.pair.maycur) \($0.source.rawValue)" }),
          "seed \(seed), turn \(turn)"
        )
        for link in links {
          let row = rows.first {
            $0.dingtalk == link.pair.dingtalk && $0.maycur == link.pair.maycur
          }
          #expect(
            (row?.problem == nil) == model.isSound(link),
            "seed \(seed), turn \(turn): \(link.pair) is \(String(describing: row?.problem))"
          )
        }
        sound += links.count { model.isSound($0) }
        unsound += links.count { !model.isSound($0) }
      }
      let reports = try await bench.ledger.rebuild(wait: .zero, timekeeper: bench.clock)
      #expect(reports.allSatisfy { $0.differences == 0 }, "seed \(seed)")
    }
    #expect(sound > 0 && unsound > 0, "nothing to compare from seed \(first) on")
  }
}

/// The knowledge about Maycur from files and writes only, in a naive model.
private struct ImportModel {
  private struct Known {
    var value: Verbatim
    var at: Instant
  }

  private var cells: [CellAddress: [Verbatim: Known]] = [:]

  /// The expected values, as `user.field=value`.
  var believed: Set<String> {
    Set(
      cells.flatMap { address, users in
        users.map { "\($0.key).\(address.field)=\($0.value.value)" }
      }
    )
  }

  /// A value is known at a time, unless something later is known already.
  mutating func emit(_ user: Verbatim, _ field: FieldCode, _ value: Verbatim, at time: Instant) {
    if let known = cells[CellAddress(field)]?[user], known.at > time { return }
    cells[CellAddress(field), default: [:]][user] = Known(value: value, at: time)
  }
}

@Suite struct ImportModelTests {
  @Test func `files in any order and writes between them leave what was true last`() async throws {
    var system = SystemRandomNumberGenerator()
    let first = UInt64.random(in: 0...UInt64.max / 2, using: &system)
    let fields: [FieldCode] = ["email", "gender", "phoneNo"]
    for seed in first..<(first + 4) {
      var random = Seeded(seed)
      let bench = try Bench()
      var model = ImportModel()
      for turn in 0..<15 {
        let value = Verbatim("\(Int.random(in: 0..<3, using: &random))")
        if Int.random(in: 0..<3, using: &random) == 0 {
          let field = fields.randomElement(using: &random) ?? "email"
          try await bench.write("M1", field, value)
          model.emit("M1", field, value, at: bench.clock.now())
        } else {
          let captured = bench.clock.now() + .seconds(Int.random(in: -200...60, using: &random))
          let users = (["M1", "M2"] as [Verbatim]).map { key in
            let reported = fields.filter { _ in Bool.random(using: &random) }
            for field in reported { model.emit(key, field, value, at: captured) }
            return ImportedUser(
              user: key,
              scope: Set(reported),
              cells: reported.map { Cell(CellAddress($0), .imported(value)) }
            )
          }
          try await bench.take(users, capturedAt: captured)
        }
        var believed: Set<String> = []
        try bench.ledger.roster(RosterFilter(system: .maycur)) { row in
          believed.insert("\(row.user).\(row.field)=\(row.content.value ?? "?")")
        }
        #expect(believed == model.believed, "seed \(seed), turn \(turn)")
      }
      #expect(
        try bench.ledger.verify().findings == [],
        "seed \(seed)"
      )
    }
  }
}
