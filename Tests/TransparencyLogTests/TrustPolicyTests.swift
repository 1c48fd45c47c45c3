import Testing

@testable import TransparencyLog

/// Policies and their quorums.
@Suite struct TrustPolicyTests {
  /// Three witnesses of which keys can be had: the same seed byte repeated.
  private static func witness(_ number: UInt8) throws -> VerifierKey {
    let name = try KeyName("example.com/w\(number)")
    return try SigningKey(keyName: name, seed: [UInt8](repeating: number, count: 32))
      .verifierKey(.cosignature)
  }

  private static func policy(_ lines: String...) throws -> TrustPolicy {
    try TrustPolicy(parsing: bytes(lines.map { $0 + "\n" }.joined()))
  }

  @Test(arguments: PublishedPolicies.cases.indices)
  func `a published policy is judged as C2SP has it`(index: Int) {
    let (what, text, reason) = PublishedPolicies.cases[index]
    var found: PolicyRefusal.Reason?
    do { _ = try TrustPolicy(parsing: bytes(text)) } catch { found = error.reason }
    #expect(found == reason, "\(what)")
  }

  @Test func `a comment behind words is no comment, without it the policy holds`() throws {
    let text = try #require(PublishedPolicies.cases.first { $0.what.contains("comments") }).policy
    let cut = text.replacing("     #comment\n  witness", with: "\n  witness")
    let policy = try TrustPolicy(parsing: bytes(cut))
    #expect(policy.witnesses.map(\.name) == [bytes("w1"), bytes("w2")])
    #expect(policy.witnesses[0].url == bytes("https://sigsum.org/witness/"))
    #expect(policy.groups.map(\.threshold) == [2])
    #expect(policy.quorum == .member(bytes("g1")))
  }

  @Test func `every set of witnesses is judged by the groups, and groups of groups`() throws {
    let keys = try (1...6).map(Self.witness)
    let policy = try Self.policy(
      "# two houses",
      "witness x1 \(keys[0])",
      "witness x2 \(keys[1])",
      "\twitness\tx3 \(keys[2])\t",
      "group X 2 x1 x2 x3",
      "witness y1 \(keys[3])",
      "witness y2 \(keys[4])",
      "witness y3 \(keys[5])",
      "group Y any y1 y2 y3",
      "",
      "group both all X Y",
      "quorum both"
    )
    for set in 0..<64 {
      let cosigners = Set((0..<6).filter { set >> $0 & 1 == 1 }.map { keys[$0] })
      let wanted = (set & 7).nonzeroBitCount >= 2 && set >> 3 != 0
      #expect(policy.isMet(by: cosigners) == wanted, "\(set)")
    }
    #expect(try !policy.isMet(by: [Self.witness(1).with(.ed25519), Self.witness(9)]))
  }

  @Test func `a quorum may be one witness, or none`() throws {
    let key = try Self.witness(1)
    let one = try Self.policy("witness w \(key)", "quorum w")
    #expect(one.isMet(by: [key]) && !one.isMet(by: []))
    let none = try Self.policy("log \(Published.testLogKey) https://example.com/", "quorum none")
    #expect(none.isMet(by: []))
    #expect(none.logs.map(\.origin) == [bytes("example.com/log/testdata")])
    #expect(none.logs[0].url == bytes("https://example.com/"))
  }

  @Test func `a witness's key of a log's type is read as one for cosigning`() throws {
    let key = try Self.witness(1)
    let policy = try Self.policy("witness w \(key.with(.ed25519))", "quorum w")
    #expect(policy.witnesses.map(\.key) == [key])
  }

  @Test(arguments: [
    ("quorum none", 1, PolicyRefusal.Reason.unterminated),
    ("quorum none\nquorum none\n", 2, .secondQuorum),
    ("\n# only this\n", 3, .noQuorum),
    ("quorum\n", 1, .malformedLine), ("quorum none none\n", 1, .malformedLine),
    ("Quorum none\n", 1, .unknownKeyword), ("quorum\u{B}none\n", 1, .controlCharacter),
    ("quorum none\r\n", 1, .controlCharacter), ("quorum none\u{7F}\n", 1, .controlCharacter),
    ("quorum\u{A0}none\n", 1, .unknownKeyword),
    ("log\nquorum none\n", 1, .malformedLine),
    ("log \(Published.testLogKey) url more\nquorum none\n", 1, .malformedLine),
    ("log \(Published.peterWitness)\nquorum none\n", 1, .notALogKey),
    ("log \(Published.peter)\nlog \(Published.peter)\nquorum none\n", 2, .duplicateKey),
    ("log \(Published.peter)x\nquorum none\n", 1, .key(.notBase64)),
    ("witness w\nquorum w\n", 1, .malformedLine),
    ("witness none \(Published.peter)\n", 1, .reservedName),
    ("witness any \(Published.peter)\n", 1, .reservedName),
    ("witness a \(Published.peter)\nwitness b \(Published.peterWitness)\n", 2, .duplicateKey),
    ("witness a \(Published.peter)\ngroup a any a\n", 2, .duplicateName),
    ("witness a \(Published.peter)\ngroup g any\n", 2, .malformedLine),
    ("witness a \(Published.peter)\ngroup g any a a\n", 2, .memberTwice),
    ("witness a \(Published.peter)\ngroup g any none\n", 2, .undefinedName),
    ("witness a \(Published.peter)\ngroup g any g\n", 2, .undefinedName),
    ("witness a \(Published.peter)\ngroup g 0 a\n", 2, .invalidThreshold),
    ("witness a \(Published.peter)\ngroup g 01 a\n", 2, .invalidThreshold),
    ("witness a \(Published.peter)\ngroup g +1 a\n", 2, .invalidThreshold),
    ("witness a \(Published.peter)\ngroup g All a\n", 2, .invalidThreshold),
    ("quorum w\nwitness w \(Published.peter)\n", 1, .undefinedName),
  ])
  func `what is no policy is refused by name and line`(
    text: String,
    line: Int,
    reason: PolicyRefusal.Reason
  ) {
    #expect(throws: PolicyRefusal(reason: reason, line: line)) {
      try TrustPolicy(parsing: bytes(text))
    }
  }

  @Test func `names are bytes: one that is drawn alike is another name`() throws {
    let key = try Self.witness(1)
    #expect(throws: PolicyRefusal(reason: .undefinedName, line: 2)) {
      try Self.policy("witness K \(key)", "quorum \u{212A}")
    }
    #expect(throws: PolicyRefusal(reason: .undefinedName, line: 2)) {
      try Self.policy("witness caf\u{E9} \(key)", "quorum cafe\u{301}")
    }
  }

  @Test func `a change that is taken changes the meaning, a comment, or one space for another`()
    throws
  {
    let (first, second) = (try Self.witness(1), try Self.witness(2))
    let whole = bytes(
      """
      # ours
      log \(Published.testLogKey) https://example.com/log
      witness w1 \(first) https://example.com/w1
      \twitness w2 \(second)
      group g 2 w1 w2
      quorum g

      """
    )
    let genuine = try TrustPolicy(parsing: whole)
    let comment = 0..<bytes("# ours\n").count
    let seed: UInt64 = 5
    let changed = Mutations.someReplacements(of: whole, seed: seed)
    #expect(changed.count > 10 * whole.count)
    for other in changed {
      guard let policy = try? TrustPolicy(parsing: other), policy == genuine else { continue }
      let place = try #require(zip(whole, other).enumerated().first { $1.0 != $1.1 })
      let isSpace = [place.element.0, place.element.1].allSatisfy {
        [0x20, 0x09, 0x0A].contains($0)
      }
      #expect(
        isSpace || comment.contains(place.offset),
        "seed \(seed): \(Mutations.shown([other]))"
      )
    }
  }

  private struct Table: Decodable {
    struct Case: Decodable {
      let desc: String
      let policy: String
    }
    let cases: [Case]
  }

  @Test(.enabled(if: Vectors.arePresent))
  func `the policies carried here are the published ones`() throws {
    let table = try Vectors.read("note/tlog_policy.json", as: Table.self)
    #expect(
      table.cases.map { bytes($0.policy) } == PublishedPolicies.cases.map { bytes($0.policy) }
    )
  }
}
