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
