import Roster

/// Finds the user whom a text in a file names; each text is looked up once.
struct UserFinder {
  private let system: System
  private let people: (Verbatim) throws -> [PersonCandidate]
  private let everybody: () throws -> [PersonCandidate]
  private var known: [PersonCandidate]?
  private var found: [Question: Result<Verbatim, RowProblem.Reason>] = [:]

  private struct Question: Hashable {
    let text: Verbatim
    let naming: UserNaming
    let isTable: Bool
  }

  /// The largest length of Maycur's `employeeId`, in characters.
  private static let longestEmployeeID = 50
  /// The largest number of digits to which zeros are added in search of a job number.
  private static let longestNumber = 12

  init(
    system: System,
    people: @escaping (Verbatim) throws -> [PersonCandidate],
    everybody: @escaping () throws -> [PersonCandidate]
  ) {
    self.system = system
    self.people = people
    self.everybody = everybody
  }

  /// The key of the user whom a text names.
  ///
  /// A key is used as it is, known or not: the system itself refuses an unknown one. A known key
  /// gets the spelling in the ledger. A job number or a name must be known and belong to one
  /// person; a person who has left does not count beside an active one.
  mutating func find(
    _ text: Verbatim,
    _ naming: UserNaming,
    isTable: Bool
  ) throws -> Result<Verbatim, RowProblem.Reason> {
    let question = Question(text: text, naming: naming, isTable: isTable)
    if let known = found[question] { return known }
    let answer = try look(text, naming, isTable)
    found[question] = answer
    return answer
  }

  private mutating func look(
    _ text: Verbatim,
    _ naming: UserNaming,
    _ isTable: Bool
  ) throws -> Result<Verbatim, RowProblem.Reason> {
    if system == .maycur, text.text.count > Self.longestEmployeeID {
      return .failure(.user(.tooLong(limit: Self.longestEmployeeID)))
    }
    let candidates = try candidates(text, naming)
    if let only = Self.only(candidates, UserKey(system, text)) { return .success(only.key.id) }
    if candidates.count > 1 {
      let phrases = candidates.sorted { $0.key.id < $1.key.id }.map(\.phrase)
      return .failure(.user(.ambiguous(text.text, candidates: phrases)))
    }
    if isTable, let refusal = try lostZeros(text, naming) { return .failure(refusal) }
    let isKey = naming == .key || naming == .anything && system == .maycur && !text.hasHan
    if isKey { return .success(text) }
    let everybody = try known ?? everybody()
    known = everybody
    let near = NearPeople.near(to: text, among: everybody).map(\.phrase)
    return .failure(.user(.unknown(text.text, by: naming, near: near)))
  }

  /// The only candidate whom a text names; nil if there is none, or several.
  private static func only(_ candidates: [PersonCandidate], _ key: UserKey) -> PersonCandidate? {
    if candidates.count == 1 { return candidates.first }
    let active = candidates.filter { !$0.hasLeft }
    return active.count == 1 && !candidates.contains { $0.key == key } ? active.first : nil
  }

  private func candidates(
    _ text: Verbatim,
    _ naming: UserNaming
  ) throws -> [PersonCandidate] {
    let key = UserKey(system, text)
    var keys: Set<UserKey> = []
    return try people(text).filter { person in
      let isMeant =
        switch naming {
        case .anything: person.key == key || person.jobNumber == text || person.name == text
        case .key: person.key == key
        case .jobNumber: person.jobNumber == text
        case .name: person.name == text
        }
      return isMeant && person.key.system == system && keys.insert(person.key).inserted
    }
  }

  private func lostZeros(_ text: Verbatim, _ naming: UserNaming) throws -> RowProblem.Reason? {
    guard text.text.isDigits, naming != .name else { return nil }
    var padded = "0\(text)"
    while padded.utf8.count <= Self.longestNumber {
      if let person = try candidates(Verbatim(padded), naming).first {
        return .user(.lostZeros(text.text, meant: padded, who: person.phrase))
      }
      padded = "0\(padded)"
    }
    return nil
  }
}

extension Verbatim {
  /// Whether there is a Chinese character in it.
  var hasHan: Bool {
    text.unicodeScalars.contains { 0x3400...0x9FFF ~= $0.value || 0x20000...0x3FFFF ~= $0.value }
  }
}
