/// The trusted logs and witnesses, and how many witnesses must cosign (C2SP tlog-policy).
///
/// Names are opaque bytes without a meaning outside the policy.
package struct TrustPolicy: Hashable, Sendable {
  /// A witness that is known.
  package struct Witness: Hashable, Sendable {
    /// Its name in the policy.
    package let name: [UInt8]
    /// Its cosigning key.
    package let key: VerifierKey
    /// Its address, if that is known.
    package let url: [UInt8]?
  }

  /// Members of which a number must cosign.
  package struct Group: Hashable, Sendable {
    /// Its name in the policy.
    package let name: [UInt8]
    /// How many of the members must cosign.
    package let threshold: Int
    /// The names of witnesses, and of groups that were defined before it.
    package let members: [[UInt8]]
  }

  /// The cosignatures that are required.
  package enum Quorum: Hashable, Sendable {
    /// None: the log's signature is enough.
    case none
    /// That of a witness or a group.
    case member([UInt8])
  }

  /// The logs, each of which is trusted.
  package let logs: [TrustedLog]
  /// The witnesses, in the policy's order.
  package let witnesses: [Witness]
  /// The groups, in the policy's order: members are defined before the groups that name them.
  package let groups: [Group]
  /// The cosignatures that are required besides a log's signature.
  package let quorum: Quorum

  init(logs: [TrustedLog], witnesses: [Witness], groups: [Group], quorum: Quorum) {
    self.logs = logs
    self.witnesses = witnesses
    self.groups = groups
    self.quorum = quorum
  }

  /// Trusts logs without witnesses.
  ///
  /// - Parameter logs: The logs.
  package init(logs: [TrustedLog]) {
    self.init(logs: logs, witnesses: [], groups: [], quorum: .none)
  }

  /// Whether the cosignatures are enough.
  ///
  /// - Parameter keys: The keys of the genuine cosignatures.
  /// - Returns: Whether the quorum is met.
  package func isMet(by keys: Set<VerifierKey>) -> Bool {
    guard case .member(let needed) = quorum else { return true }
    var vouching = Set(witnesses.filter { keys.contains($0.key) }.map(\.name))
    for group in groups
    where group.members.count(where: vouching.contains) >= group.threshold {
      vouching.insert(group.name)
    }
    return vouching.contains(needed)
  }
}

extension TrustPolicy {
  /// The same witnesses and quorum for one log only.
  ///
  /// - Parameter log: The log.
  /// - Returns: The policy.
  package func trusting(_ log: TrustedLog) -> TrustPolicy {
    TrustPolicy(logs: [log], witnesses: witnesses, groups: groups, quorum: quorum)
  }
}

/// A log that is trusted: the key that signs its checkpoints, and the origin that they name.
package struct TrustedLog: Hashable, Sendable {
  /// The first line of its checkpoints.
  package let origin: [UInt8]
  /// The key that signs them.
  package let key: VerifierKey
  /// Its address, if that is known.
  package let url: [UInt8]?

  /// Trusts a log.
  ///
  /// - Parameters:
  ///   - key: The key that signs its checkpoints.
  ///   - origin: The first line of its checkpoints, if that is not the key's name.
  ///   - url: Its address.
  package init(key: VerifierKey, origin: [UInt8]? = nil, url: [UInt8]? = nil) {
    self.key = key
    self.origin = origin ?? key.keyName.bytes
    self.url = url
  }
}

extension TrustPolicy {
  /// Reads a policy file.
  ///
  /// A witness's key of type 0x01 is read as the same key for cosigning, because files in use have
  /// such keys.
  ///
  /// - Parameter bytes: The file, to its last byte.
  /// - Throws: What is wrong, and in which line.
  package init(parsing bytes: [UInt8]) throws(PolicyRefusal) {
    var parser = PolicyParser()
    let lines = bytes.split(separator: TextBytes.lineFeed, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      do { try parser.take(line) } catch {
        throw PolicyRefusal(reason: error, line: index + 1)
      }
    }
    guard let quorum = parser.quorum else {
      throw PolicyRefusal(reason: .noQuorum, line: lines.count)
    }
    guard bytes.last == TextBytes.lineFeed else {
      throw PolicyRefusal(reason: .unterminated, line: lines.count)
    }
    self.init(
      logs: parser.logs,
      witnesses: parser.witnesses,
      groups: parser.groups,
      quorum: quorum
    )
  }
}

/// A policy while it is read.
private struct PolicyParser {
  typealias Reason = PolicyRefusal.Reason

  var logs: [TrustedLog] = []
  var witnesses: [TrustPolicy.Witness] = []
  var groups: [TrustPolicy.Group] = []
  var quorum: TrustPolicy.Quorum?
  private var names: Set<[UInt8]> = []
  private var members: Set<[UInt8]> = []

  private static let none = [UInt8]("none".utf8)
  private static let all = [UInt8]("all".utf8)
  private static let any = [UInt8]("any".utf8)

  /// Reads a line without its line feed.
  mutating func take(_ line: ArraySlice<UInt8>) throws(Reason) {
    guard line.allSatisfy({ $0 == 0x09 || $0 >= TextBytes.space && $0 != 0x7F }) else {
      throw .controlCharacter
    }
    let words = line.split { $0 == TextBytes.space || $0 == 0x09 }.map { [UInt8]($0) }
    guard let keyword = words.first, keyword.first != 0x23 else { return }
    let rest = [[UInt8]](words.dropFirst())
    switch true {
    case keyword.elementsEqual("log".utf8): try takeLog(rest)
    case keyword.elementsEqual("witness".utf8): try takeWitness(rest)
    case keyword.elementsEqual("group".utf8): try takeGroup(rest)
    case keyword.elementsEqual("quorum".utf8): try takeQuorum(rest)
    default: throw .unknownKeyword
    }
  }

  private mutating func takeLog(_ words: [[UInt8]]) throws(Reason) {
    guard 1...2 ~= words.count else { throw .malformedLine }
    let key = try Self.key(words[0])
    guard key.type == .ed25519 else { throw .notALogKey }
    guard !logs.contains(where: { $0.key.publicKey == key.publicKey }) else {
      throw .duplicateKey
    }
    logs.append(TrustedLog(key: key, url: words.count == 2 ? words[1] : nil))
  }

  private mutating func takeWitness(_ words: [[UInt8]]) throws(Reason) {
    guard 2...3 ~= words.count else { throw .malformedLine }
    let name = words[0]
    try define(name)
    let key = try Self.key(words[1]).with(.cosignature)
    guard !witnesses.contains(where: { $0.key.publicKey == key.publicKey }) else {
      throw .duplicateKey
    }
    let url = words.count == 3 ? words[2] : nil
    witnesses.append(TrustPolicy.Witness(name: name, key: key, url: url))
  }

  private mutating func takeGroup(_ words: [[UInt8]]) throws(Reason) {
    guard words.count >= 3 else { throw .malformedLine }
    let listed = [[UInt8]](words[2...])
    guard !Self.isReserved(words[0]) else { throw .reservedName }
    let threshold = try Self.threshold(words[1], members: listed.count)
    for member in listed {
      guard names.contains(member) else { throw .undefinedName }
      guard members.insert(member).inserted else { throw .memberTwice }
    }
    try define(words[0])
    groups.append(TrustPolicy.Group(name: words[0], threshold: threshold, members: listed))
  }

  private mutating func takeQuorum(_ words: [[UInt8]]) throws(Reason) {
    guard words.count == 1 else { throw .malformedLine }
    guard quorum == nil else { throw .secondQuorum }
    guard words[0] == Self.none || names.contains(words[0]) else { throw .undefinedName }
    quorum = words[0] == Self.none ? TrustPolicy.Quorum.none : .member(words[0])
  }

  private mutating func define(_ name: [UInt8]) throws(Reason) {
    guard !Self.isReserved(name) else { throw .reservedName }
    guard names.insert(name).inserted else { throw .duplicateName }
  }

  private static func isReserved(_ name: [UInt8]) -> Bool { [none, all, any].contains(name) }

  private static func threshold(_ word: [UInt8], members: Int) throws(Reason) -> Int {
    if word == all { return members }
    if word == any { return 1 }
    guard let number = CanonicalInteger.decode(word), 1...UInt64(members) ~= number else {
      throw .invalidThreshold
    }
    return Int(number)
  }

  private static func key(_ word: [UInt8]) throws(Reason) -> VerifierKey {
    do { return try VerifierKey(parsing: word) } catch { throw .key(error) }
  }
}

/// Why a policy file is refused, and where.
package struct PolicyRefusal: LogRefusal, Hashable {
  /// What is wrong.
  package enum Reason: Error, Hashable {
    /// A byte is a control character other than tab and line feed.
    case controlCharacter
    /// The last line has no line feed.
    case unterminated
    /// A line begins with an unknown keyword.
    case unknownKeyword
    /// A line has too few or too many words.
    case malformedLine
    /// A key is refused.
    case key(KeyRefusal)
    /// A log's key is one for cosigning.
    case notALogKey
    /// Two logs or two witnesses have the same key.
    case duplicateKey
    /// A name is taken.
    case duplicateName
    /// A name is a keyword of the policy file.
    case reservedName
    /// A name is not defined above.
    case undefinedName
    /// A name is a member of two groups, or twice of one.
    case memberTwice
    /// The threshold is not a number from 1 to the number of members.
    case invalidThreshold
    /// There is a second quorum line.
    case secondQuorum
    /// There is no quorum line.
    case noQuorum
  }

  /// What is wrong.
  package let reason: Reason
  /// The line, from 1; the one after the last, if something is missing.
  package let line: Int

  package var name: String {
    switch reason {
    case .controlCharacter: "policyControlCharacter"
    case .unterminated: "policyUnterminated"
    case .unknownKeyword: "policyUnknownKeyword"
    case .malformedLine: "policyMalformedLine"
    case .key(let refusal): refusal.name
    case .notALogKey: "policyNotALogKey"
    case .duplicateKey: "policyDuplicateKey"
    case .duplicateName: "policyDuplicateName"
    case .reservedName: "policyReservedName"
    case .undefinedName: "policyUndefinedName"
    case .memberTwice: "policyMemberTwice"
    case .invalidThreshold: "policyInvalidThreshold"
    case .secondQuorum: "policySecondQuorum"
    case .noQuorum: "policyNoQuorum"
    }
  }

  package var message: String { "Line \(line) of the policy: \(phrase)." }

  private var phrase: String {
    switch reason {
    case .controlCharacter: "it has a control character; spaces and tabs are allowed"
    case .unterminated: "it does not end in a line feed"
    case .unknownKeyword: "it does not begin with log, witness, group, quorum or #"
    case .malformedLine: "it has too few or too many words"
    case .key(let refusal): "the key is refused. \(refusal.message.dropLast())"
    case .notALogKey: "a log's key is of type 0x1, this one is for cosigning"
    case .duplicateKey: "the same key is in a line above"
    case .duplicateName: "the name is taken"
    case .reservedName: "none, all and any are no names"
    case .undefinedName: "a name is not defined above"
    case .memberTwice: "a name is a group's member already"
    case .invalidThreshold: "all, any or a number from 1 to that of the members is expected"
    case .secondQuorum: "there is a quorum line already"
    case .noQuorum: "there is no quorum line"
    }
  }
}
