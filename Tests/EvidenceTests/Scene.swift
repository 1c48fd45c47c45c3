import Evidence
import Foundation
import Ledger
import LedgerHistory
import LedgerProof
import LedgerStorage
import LedgerVerification
import RollbookTestSupport
import Roster
import TransparencyLog

/// A signed ledger of three people over three days, of which bundles are made.
///
/// Entries: 1 opened, 2 to 4 fetched, 5 closed; so on the second day 6 to 10, when the first person's
/// phone changes and a school of the second goes; and 11 to 15, when nothing does.
struct Scene {
  static let anna: Verbatim = "0456"
  let folder: TemporaryFolder
  let timekeeper: ManualTimekeeper
  let ledger: Ledger
  let key: VerifierKey
  /// The head that was signed after the first day.
  let firstHead: SignedCheckpoint

  init() async throws {
    folder = try TemporaryFolder()
    timekeeper = ManualTimekeeper()
    let path = folder.path("rollbook.sqlite")
    ledger = try Ledger.create(
      at: path,
      now: timekeeper.now(),
      random: Self.random(),
      signing: SigningConfiguration(keyPath: path + ".key", origin: "rollbook.example/tests")
    )
    key = try ledger.makeSigningKey()
    let schools: [Verbatim] = ["北京大学", "A & <B>"]
    let (ledger, timekeeper) = (ledger, timekeeper)
    try await Self.fetch(Self.people("+86-13800000001", schools), ledger, timekeeper)
    firstHead = try await ledger.signHead(wait: .zero, timekeeper: timekeeper)
    for _ in 0..<2 {
      try await Self.fetch(Self.people("+86-13900000009", ["北京大学"]), ledger, timekeeper)
    }
  }

  /// Salts and keys that are the same in every run, so that pages can be compared.
  private static func random() -> RandomBytes {
    let state = SeededBytes(1)
    return RandomBytes { state.next($0) }
  }

  private static func people(_ phone: Verbatim, _ schools: [Verbatim]) -> [UserResponse] {
    func cell(_ field: FieldCode, _ value: Part, _ label: Part = .missing, _ item: Int = 0) -> Cell
    {
      Cell(CellAddress(field, item), .item(value: value, label: label))
    }
    func person(_ user: Verbatim, _ name: Verbatim, _ phone: Part) -> UserResponse {
      UserResponse(
        user: user,
        cells: [
          cell("sys00-name", .text(name)), cell("sys00-mobile", phone),
          cell("sys01-employeeStatus", .text("3"), .text("正式")),
          cell("sys05-marriage", .json("{\"a\":1.0}"), .null),
        ]
      )
    }
    let schoolCells = schools.enumerated().map { index, school in
      cell("sys03-graduateSchool", .text(school), .text(school), index)
    }
    let second = person("0457", "O\"Brien\n\u{1}", .null)
    return [
      person(anna, "张伟", .text(phone)),
      UserResponse(user: second.user, cells: second.cells + schoolCells),
      person("manager4220", "欧阳娜娜", .text("+86-13700000000")),
    ]
  }

  /// Fetches people, and lets the head be signed.
  private static func fetch(
    _ people: [UserResponse],
    _ ledger: Ledger,
    _ timekeeper: ManualTimekeeper
  ) async throws {
    let writer = try await ledger.begin(
      OperationRequest(
        kind: .fetch,
        system: .dingtalk,
        actor: "hr@payroll-host",
        reason: "月度核对",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: timekeeper
    )
    let asked = timekeeper.now()
    timekeeper.advance(by: .milliseconds(250))
    _ = try writer.append(
      RosterResponse(
        system: .dingtalk,
        company: "ding123",
        asked: Set(people.flatMap(\.cells).map(\.address.field)),
        users: people,
        absent: [],
        askedAt: asked,
        receivedAt: timekeeper.now(),
        requestID: "r1"
      ),
      now: timekeeper.now()
    )
    try writer.close(.finished, now: timekeeper.now())
    timekeeper.advance(by: .seconds(86_400))
  }

  /// A verifier that trusts the ledger's key.
  var verifier: BundleVerifier {
    BundleVerifier(policy: TrustPolicy(logs: [TrustedLog(key: key)]))
  }

  /// A bundle of what is asked for.
  func bundle(_ request: EvidenceRequest) throws -> EvidenceBundle {
    try EvidenceBundle(try ledger.evidence(request))
  }

  /// The entries about a person.
  func entries(of user: Verbatim) throws -> [LoggedEntry] {
    var rows: [LoggedEntry] = []
    try ledger.entries(EntryFilter(user: UserKey(.dingtalk, user))) { rows.append($0) }
    return rows
  }
}

extension Scene {
  /// The key of a witness.
  static func witness(_ name: String = "witness.example/1", seed: UInt8 = 7) throws -> SigningKey {
    try SigningKey(keyName: KeyName(name), seed: [UInt8](repeating: seed, count: 32))
  }

  /// A bundle with something of everything: cosigned, with an older head, texts, and values.
  func fullBundle() throws -> EvidenceBundle {
    var contents = try ledger.evidence(
      EvidenceRequest(
        .event(EventAddress(entry: 7, ordinal: 2)),
        showsOperation: true,
        held: [firstHead]
      )
    )
    contents.report = try ReportStatement(
      name: "花名册.csv",
      bytes: [UInt8]("a,b\n".utf8),
      head: contents.head.checkpoint,
      key: SigningKey(
        parsing: Data(contentsOf: URL(fileURLWithPath: folder.path("rollbook.sqlite.key")))
          .prefix { $0 != 0x0A }
      )
    )
    contents.cosignatures = try [Self.witness(), Self.witness("witness.example/2", seed: 8)].map {
      ($0.verifierKey(.cosignature), try $0.cosign(contents.head.checkpoint, at: 1_700_000_000))
    }
    return try EvidenceBundle(contents)
  }
}
