import Crypto
import Foundation
import GRDB
import Ledger
import LedgerProof
import LedgerStorage
import RollbookTestSupport
import Roster
import Testing
import TransparencyLog

/// The example of docs/format.md, computed from that page alone, and its lines of shell.
@Suite struct ProofExampleTests {
  private static let start: Int64 = 1_767_225_600_000
  private let folder: TemporaryFolder
  private let ledger: Ledger
  private let document: String

  init() throws {
    folder = try TemporaryFolder()
    document = try Repository.text("docs/format.md")
    ledger = try Ledger.create(
      at: folder.path("ledger"),
      now: Instant(milliseconds: Self.start),
      random: RandomBytes { Array(repeating: 7, count: $0) },
      signing: SigningConfiguration(keyPath: folder.path("key"), origin: "rollbook.example/book")
    )
  }

  private func fill() async throws {
    let clock = ManualTimekeeper()
    let writer = try await ledger.begin(
      OperationRequest(
        kind: .fetch,
        system: .dingtalk,
        actor: "hr@host",
        parameters: "{}",
        program: "test"
      ),
      wait: .zero,
      timekeeper: clock
    )
    let reported = RosterResponse(
      system: .dingtalk,
      company: nil,
      asked: ["a", "b"],
      users: [
        UserResponse(
          user: "u1",
          cells: [
            Cell(CellAddress("a"), .item(value: .text("1"), label: .text("1"))),
            Cell(CellAddress("b"), .emptyList),
          ]
        )
      ],
      absent: [],
      askedAt: Instant(milliseconds: Self.start + 1_000),
      receivedAt: Instant(milliseconds: Self.start + 1_500),
      requestID: "r"
    )
    _ = try writer.append(reported, now: Instant(milliseconds: Self.start + 2_000))
    try writer.close(.finished, now: Instant(milliseconds: Self.start + 3_000))
  }

  /// The hash after a name in the example.
  private func shown(_ name: String) -> String? {
    document.split(separator: "\n").first { $0.hasPrefix("    \(name) ") }
      .map { String($0.suffix(64)) }
  }

  private func hashes() throws -> [MerkleHash] {
    let bytes = try DatabaseQueue(path: ledger.path).read {
      try Data.fetchOne($0, sql: "SELECT hashes FROM tile WHERE id = 0")
    }
    let tile = try #require(bytes)
    return try (0..<3).map { place in
      try #require(MerkleHash(tile.dropFirst(32 * place).prefix(32)))
    }
  }

  @Test func `the worked example is what the page says and what the ledger keeps`() async throws {
    try await fill()
    let secret = [UInt8](repeating: 7, count: 16)
    let a = Page("V")
    a.bytes(secret).bytes("a").int(0).int(0).flag(true).bytes("1").flag(false)
    let b = Page("V")
    b.bytes(secret).bytes("b").int(0).int(32).flag(false).flag(false)
    let first = MerkleHash.leaf(a.all)
    let second = MerkleHash.leaf(b.all)
    let root = MerkleHash.node(first, second)
    let user = Page("U")
    user.bytes(secret).bytes("dingtalk").bytes(secret).bytes("u1")
    let key = MerkleHash.leaf(user.all)
    let fields = Page("S")
    fields.text("dingtalk").text("dingtalk").text("a").text("dingtalk").text("b")
    let scope = MerkleHash.digest(of: fields.all)
    let number = Page()
    number.int(2)
    let nonce = HMAC<SHA256>.authenticationCode(
      for: number.all,
      using: SymmetricKey(data: [UInt8](repeating: 7, count: 32))
    )
    let person = Page("P")
    person.raw(Array(nonce)).bytes(secret).int(0).flag(true).raw(key.bytes).flag(true)
    person.raw(scope.bytes).flag(true).raw(root.bytes).int(2).count(2)
    person.int(1).int(1).flag(true).int(2).int(2).flag(true).count(0)
    let hidden = MerkleHash.digest(of: person.all)
    let leaf = Page()
    leaf.flag(true).text("dingtalk").int(2).int(1).int(2).int(1).int(Self.start + 2_000)
    leaf.flag(false).flag(true).int(Self.start + 1_000).flag(true).int(Self.start + 1_500)
    leaf.text("r").flag(true).raw(scope.bytes).flag(true).raw(scope.bytes).int(2).int(2).int(0)
    leaf.int(2).int(0).flag(false).flag(false).count(0).flag(true).raw(hidden.bytes)
    #expect(shown("commitment of a[0]") == first.description)
    #expect(shown("commitment of b[0]") == second.description)
    #expect(shown("values root") == root.description)
    #expect(shown("commitment of the user") == key.description)
    #expect(shown("scope") == scope.description)
    #expect(shown("nonce") == Page.hexadecimal(Array(nonce)))
    #expect(shown("private part, hashed") == hidden.description)
    #expect(shown("leaf hash") == MerkleHash.leaf(leaf.all).description)
    #expect(document.filter { !$0.isWhitespace }.contains(Page.hexadecimal(leaf.all)))
    #expect(try hashes()[1] == MerkleHash.leaf(leaf.all))
  }

  /// The leaf of the example, from the page.
  private func leaf() throws -> [UInt8] {
    let rest = document.split(separator: "Its leaf:\n\n").last
    let text = try #require(rest?.split(separator: "\n\n").first)
    let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    return stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }

  @Test func `openssl checks a head and sha256sum an entry, as the page says`() async throws {
    let key = try ledger.makeSigningKey()
    try await fill()
    let head = try #require(try ledger.lastCheckpoint())
    #expect(head.size == 3)
    let hashes = try hashes()
    let files: [(String, [UInt8])] = [
      ("checkpoint", head.note), ("public-key", key.encoded + [0x0A]), ("leaf", try leaf()),
      ("left", hashes[0].bytes), ("right", hashes[2].bytes),
    ]
    for (name, bytes) in files {
      try Data(bytes).write(to: folder.url.appendingPathComponent(name))
    }
    let blocks = document.matches(of: /```sh\n([^`]*)```/).map { String($0.1) }
    let scripts = blocks.filter { $0.contains("sha256sum") || $0.contains("openssl") }
    #expect(scripts.count == 2)
    for (script, tool) in zip(scripts, ["openssl", "sha256sum"]) {
      #expect(script.contains(tool))
      guard try await run("command -v \(tool) base64 xargs").contains(tool) else { continue }
      let said = try await run(script)
      let expected =
        tool == "openssl" ? "Signature Verified Successfully" : "entry 2 is in the log"
      #expect(said.contains(expected), "\(said)")
    }
  }

  private func run(_ script: String) async throws -> String {
    try await ChildProcess.run(URL(fileURLWithPath: "/bin/sh"), ["-c", script], in: folder.url).text
  }
}

/// Bytes in the form of docs/format.md, written independently of the ledger's code.
private final class Page {
  private(set) var all: [UInt8]

  init(_ mark: String = "") { all = Array(mark.utf8) }

  @discardableResult func raw(_ bytes: [UInt8]) -> Page {
    all += bytes
    return self
  }

  @discardableResult func flag(_ value: Bool) -> Page { raw([value ? 1 : 0]) }

  @discardableResult func int(_ value: Int64) -> Page { raw(Self.bigEndian(value, 8)) }

  @discardableResult func count(_ value: Int) -> Page { raw(Self.bigEndian(Int64(value), 4)) }

  @discardableResult func bytes(_ bytes: [UInt8]) -> Page { count(bytes.count).raw(bytes) }

  @discardableResult func bytes(_ text: String) -> Page { bytes(Array(text.utf8)) }

  @discardableResult func text(_ text: String) -> Page { flag(true).bytes(text) }

  private static func bigEndian(_ value: Int64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * Int64(count - 1 - $0))) }
  }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
