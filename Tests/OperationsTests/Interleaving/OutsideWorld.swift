@testable import DingTalk
import RemoteAPI
import RollbookTestSupport
import Roster
@testable import Sandbox
import Synchronization
import VerbatimJSON

/// The two systems and the people who use them: what outlives a process of ours.
final class OutsideWorld: Sendable {
  /// What a call did.
  enum Effect {
    case applied, notApplied
    /// Its result was lost, and it may have changed nothing because all was so already.
    case either
  }

  /// The part of a writing call that concerns one user.
  struct Arrival {
    let user: UserKey
    /// The texts that it writes, sorted; an empty one clears.
    let texts: [String]
    let effect: Effect
  }

  /// What changed a system, in the order in which it happened.
  enum Happening {
    case edit(Verbatim, FieldCode, String)
    case arrival(Arrival)
  }

  private struct State {
    var simulation: Simulation
    var happenings: [Happening] = []
    var random: Seeded
  }

  static let fields: [FieldCode] = ["sys02-address", "sys02-certAddress"]
  static let nickname: FieldCode = "employeeNickName"

  let clock = ManualTimekeeper()
  /// The people, by their keys in each system.
  let people: [System: [Verbatim]]
  /// What DingTalk held at the beginning.
  let atFirst: [Verbatim: [FieldCode: String]]
  private let state: Mutex<State>

  init(_ random: inout Seeded) {
    var limits = SandboxLimits.unhurried
    limits.tokenLife = 10_000_000
    var simulation = Simulation(company: Self.company, limits: limits)
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      let call = Int.random(in: 1...12, using: &random)
      let fault: Fault = [.dropAfter, .dropBefore, .busy].randomElement(using: &random) ?? .busy
      let endpoint: Endpoint = Bool.random(using: &random) ? .update : .maycurBatch
      simulation.faults.fail(endpoint, call: call, with: fault)
    }
    let users = simulation.company.userids
    people = [.dingtalk: users, .maycur: simulation.maycur.records.map(\.employeeID)]
    atFirst = simulation.company.held(users)
    state = Mutex(State(simulation: simulation, random: Seeded(random.next())))
  }

  /// Three people with few fields, so that little time goes into what is not looked at.
  private static var company: Company {
    let fields = (["sys00-name", "sys00-jobNumber", "sys00-email"] + fields).map { code in
      FieldDescription(
        code: code,
        name: Verbatim(code.text),
        group: Verbatim(String(code.text.prefix(5))),
        groupName: "基本信息",
        isDetail: false,
        type: nil,
        isDerived: false,
        options: nil
      )
    }
    let people = (1...3).map { number in
      let texts = ["name", "number", "mail", "address", "home"].map { "\($0)-000\(number)" }
      let cells = zip(fields, texts).map { Cell(CellAddress($0.code), .text(Verbatim($1))) }
      return (user: Verbatim("user-000\(number)"), cells: cells)
    }
    return Company(corpID: "company", fields: fields, people: people)
  }

  /// What happened so far.
  var happenings: [Happening] { state.withLock { $0.happenings } }

  /// What DingTalk holds now.
  func held() -> [Verbatim: [FieldCode: String]] {
    state.withLock { $0.simulation.company.held(people[.dingtalk] ?? []) }
  }

  /// The nicknames that Maycur holds now.
  func nicknames() -> [Verbatim: String] {
    state.withLock { state in
      let pairs = state.simulation.maycur.records.map { record in
        (record.employeeID, record[Self.nickname.text]?.text ?? "")
      }
      return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
  }

  /// A person edits a cell in DingTalk.
  func edit(_ user: Verbatim, _ field: FieldCode, _ value: String) {
    clock.advance(by: .milliseconds(1))
    state.withLock { state in
      guard (try? state.simulation.company.edit(user, field, value: Verbatim(value))) != nil else {
        return
      }
      state.happenings.append(.edit(user, field, value))
    }
  }

  /// Decides what chance decides.
  func happens(_ percent: Int) -> Bool { draw(100) < percent }

  /// Draws a number below a limit.
  func draw(_ limit: Int) -> Int {
    state.withLock { Int.random(in: 0..<limit, using: &$0.random) }
  }

  /// A call arrives.
  func receive(_ request: APIRequest) -> Reaction {
    let parts = request.url.split(separator: "?", maxSplits: 1).map(String.init)
    var call = Call(
      request.method.rawValue,
      String(parts[0].dropFirst(Self.address.count)),
      query: Form.parameters(parts.count > 1 ? parts[1] : ""),
      headers: Dictionary(
        request.headers.map { ($0.0.lowercased(), $0.1) },
        uniquingKeysWith: { _, last in last }
      ),
      body: request.body ?? []
    )
    call.queries = Form.lists(parts.count > 1 ? parts[1] : "")
    clock.advance(by: .milliseconds(1))
    return state.withLock { state in
      let reaction = state.simulation.receive(call, now: clock.now())
      if let entry = state.simulation.journal.last {
        state.happenings += entry.arrivals.map { .arrival($0) }
      }
      return reaction
    }
  }

  static let address = "http://simulated"
}

extension Company {
  fileprivate func held(_ users: [Verbatim]) -> [Verbatim: [FieldCode: String]] {
    var held: [Verbatim: [FieldCode: String]] = [:]
    for user in users {
      for field in OutsideWorld.fields {
        guard case .text(let text)? = entry(user, field)?.value else { continue }
        held[user, default: [:]][field] = text.text
      }
    }
    return held
  }
}

extension JournalEntry {
  /// What the call writes to each of its users; nothing if it does not write.
  fileprivate var arrivals: [OutsideWorld.Arrival] {
    guard let json = try? JSON(parsing: body) else { return [] }
    switch endpoint {
    case .update:
      guard let update = try? RosterUpdateRequest(parsing: json).update else { return [] }
      let fields = update.groups.flatMap(\.sections).flatMap(\.fields)
      let effect: OutsideWorld.Effect =
        isApplied || code == 0 ? .applied : fault == "dropAfter" ? .either : .notApplied
      return [
        OutsideWorld.Arrival(
          user: UserKey(.dingtalk, update.user),
          texts: fields.map { $0.value?.text ?? "" }.sorted(),
          effect: effect
        )
      ]
    case .maycurBatch:
      return (json.elements ?? []).compactMap { row in
        guard let user = row["employeeId"]?.text.map({ Verbatim($0) }) else { return nil }
        return OutsideWorld.Arrival(
          user: UserKey(.maycur, user),
          texts: [row[OutsideWorld.nickname.text]?.text ?? ""],
          effect: saved.contains(user) ? .applied : .notApplied
        )
      }
    default: return []
    }
  }
}
