import Access
import DingTalk
import Ledger
import LedgerHistory
import OpenID
import Pages
import Roster
import Synchronization
import WebServer

/// Lets people in whom a provider knows and the settings name, and records it.
final class SignInService: Sendable {
  private let kept: KeptLedger
  private let clients: SignInClients
  private let timekeeper: any Timekeeper
  private let recorder: AccessRecorder
  private let failed: @Sendable (String) -> Void
  private let refusals = Mutex(RefusalCount())

  private var settings: Settings { kept.settings }

  /// - Parameters:
  ///   - kept: The ledger and the settings.
  ///   - environment: The clock, and random numbers.
  ///   - recorder: Records sign-ins.
  ///   - failed: Gets a line if a provider fails.
  /// - Throws: `SettingsError` if no person could sign in by a provider that is set, `LedgerError`.
  init(
    _ kept: KeptLedger,
    _ environment: CommandEnvironment,
    _ recorder: AccessRecorder,
    failed: @escaping @Sendable (String) -> Void
  ) throws {
    clients = try SignInClients(kept.settings, kept.ledger, environment)
    self.kept = kept
    timekeeper = environment.timekeeper
    self.recorder = recorder
    self.failed = failed
  }

  /// Closes the connections to the providers.
  func close() async { await clients.close() }

  /// What the pages need.
  var providers: SignInProviders {
    SignInProviders(
      ways: settings.signIn.ways,
      address: { try await self.address(by: $0, $1) },
      person: { way, code, attempt in
        try await self.recordingRefusals(of: way) { try await self.person(way, code, attempt, &$0) }
      }
    )
  }

  // MARK: - The way to a provider and back

  private func back(from way: SignInWay) -> String {
    ServiceAddress.trimmed(settings.service.publicURL ?? "") + "/sign-in/\(way.rawValue)/done"
  }

  private func address(by way: SignInWay, _ attempt: SignInAttempt) async throws -> String {
    if way == .oidc, let openID = clients.openID {
      return try await asking(way) { try await openID.address(for: attempt, back: back(from: way)) }
    }
    let company = try company()
    let query: [(String, String)] = [
      ("redirect_uri", back(from: way)), ("response_type", "code"),
      ("client_id", settings.signIn.dingtalk?.clientID ?? ""), ("scope", "openid corpid"),
      ("state", attempt.state), ("prompt", "consent"), ("corpId", company.text),
    ]
    return settings.dingTalkSignInURL + "?"
      + query.map { "\($0)=\(PercentEncoding.text($1))" }.joined(separator: "&")
  }

  /// The company whose people may sign in by DingTalk.
  private func company() throws -> Verbatim {
    try kept.ledger.company(.dingtalk) ?? Verbatim(settings.signIn.dingtalk?.corpID ?? "")
  }

  private func person(
    _ way: SignInWay,
    _ code: String,
    _ attempt: SignInAttempt,
    _ who: inout String
  ) async throws -> PageTools.Person {
    var user: Person?
    let members =
      if way == .oidc, let openID = clients.openID {
        try await members(code, attempt, openID, &who)
      } else if let dingTalk = clients.dingTalk {
        try await members(code, dingTalk, &who, &user)
      } else {
        [StaffMember]()
      }
    if members.isEmpty, settings.signIn.letsSubjectsIn, let user, !user.hasLeft {
      return try await subject(user, way)
    }
    guard members.count == 1, let member = members.first, let role = member.role else {
      throw Problem(
        403,
        "personNotListed",
        "The settings of the service do not name you among the people who may sign in."
      )
    }
    who = member.name
    try refuseLeaver(member)
    let entry = try await record(
      "signIn",
      by: "\(member.name) (\(way.rawValue))",
      role: role.rawValue,
      [("way", way.rawValue)]
    )
    return PageTools.Person(
      name: member.name,
      role: role.rawValue,
      way: way,
      entry: entry.rawValue
    )
  }

  /// A person of the roster who is not among the people of the settings: they see themselves.
  ///
  /// Their userid is in their name, so that no other person's name is theirs.
  private func subject(_ user: Person, _ way: SignInWay) async throws -> PageTools.Person {
    let name = [user.name?.text, user.key.id.text].compactMap(\.self).joined(separator: " ")
    let role = Role.subject.rawValue
    let entry = try await record(
      "signIn",
      by: "\(name) (\(way.rawValue))",
      role: role,
      [("way", way.rawValue)]
    )
    return PageTools.Person(
      name: name,
      role: role,
      way: way,
      entry: entry.rawValue,
      user: user.key.id.text
    )
  }

  /// The people of the settings whom a provider of OpenID Connect means.
  ///
  /// What has an `@` is a mail address and nothing else: a subject may be what its owner chose.
  private func members(
    _ code: String,
    _ attempt: SignInAttempt,
    _ openID: OpenIDProvider,
    _ who: inout String
  ) async throws -> [StaffMember] {
    let person = try await asking(.oidc) {
      try await openID.person(code: code, attempt, back: back(from: .oidc))
    }
    who = person.subject
    return settings.people.filter { member in
      member.oidc.contains { text in
        text.utf8.contains(UInt8(ascii: "@"))
          ? person.mail?.lowercased().utf8.elementsEqual(text.lowercased().utf8) == true
          : text.utf8.elementsEqual(person.subject.utf8)
      }
    }
  }

  /// The people of the settings whom DingTalk means.
  private func members(
    _ code: String,
    _ client: DingTalkClient,
    _ who: inout String,
    _ found: inout Person?
  ) async throws -> [StaffMember] {
    let signIn = try await asking(.dingtalk) { try await client.signIn(code: code) }
    guard try signIn.company == company() else {
      throw Problem(
        403,
        "signInOtherCompany",
        "You signed in for another company than the ledger's. Sign in again, and choose it."
      )
    }
    guard let user = try await asking(.dingtalk, { try await client.user(of: signIn) }) else {
      return []
    }
    who = user.text
    let ledger = kept.ledger
    let known = try ledger.people(matching: user, system: .dingtalk).first { $0.key.id == user }
    if known?.hasLeft == true { throw Self.hasLeft }
    found = known
    var texts = [user]
    // A job number counts if it is this user's alone, and no other user's key.
    if let number = known?.jobNumber {
      let others = try ledger.people(matching: number, system: .dingtalk)
        .filter { $0.key.id == number || $0.jobNumber == number && !$0.hasLeft }
      if others.map(\.key.id) == [user] { texts.append(number) }
    }
    return settings.people.filter { member in
      member.users.contains { texts.contains(Verbatim($0)) }
    }
  }

  /// Asks a provider; what it fails with becomes a page.
  private func asking<Value>(
    _ way: SignInWay,
    _ body: () async throws -> Value
  ) async throws -> Value {
    do { return try await body() } catch let error as any UserFacingError {
      switch error {
      case OpenIDError.codeRefused, OpenIDError.tokenRefused,
        DingTalkError.refused(_, api: "oauth2/userAccessToken"):
        throw Problem(403, "signInUnproven", error.message)
      default:
        failed("signing in by \(way.rawValue): \(error.message) [\(error.name)]")
        throw Problem(
          503,
          "signInUnavailable",
          "The sign-in provider gave no usable response. Try again later, or use a link."
        )
      }
    }
  }

  // MARK: - Who has left

  /// Whether a person may go on in a session: not if the roster has shown that they left.
  func stays(_ person: PageTools.Person) throws -> Bool {
    if let user = person.user { return try !roster(user).allSatisfy(\.hasLeft) }
    guard let member = member(named: person.name) else { return true }
    return try !hasLeft(member)
  }

  /// Refuses a person of the settings who has left.
  func refuseLeaver(_ name: String) throws {
    if let member = member(named: name) { try refuseLeaver(member) }
  }

  private func refuseLeaver(_ member: StaffMember) throws {
    if try hasLeft(member) { throw Self.hasLeft }
  }

  private static var hasLeft: Problem {
    Problem(403, "personHasLeft", "The last fetch of the roster shows that you have left.")
  }

  private func member(named name: String) -> StaffMember? {
    settings.people.first { $0.name.utf8.elementsEqual(name.utf8) }
  }

  /// Whether the roster knows the person, and as one who has left under each of their keys.
  private func hasLeft(_ member: StaffMember) throws -> Bool {
    let people = try member.users.flatMap(roster)
    return !people.isEmpty && people.allSatisfy(\.hasLeft)
  }

  /// The people of the roster with a userid or a job number.
  private func roster(_ text: String) throws -> [Person] {
    let text = Verbatim(text)
    return try kept.ledger.people(matching: text, system: .dingtalk)
      .filter { $0.key.id == text || $0.jobNumber == text }
  }

  /// Who a person who has signed in is in the roster.
  ///
  /// - Parameter person: The person.
  /// - Returns: Their key; nil if the settings do not say it, or not of one person only.
  /// - Throws: `LedgerError`.
  func user(of person: PageTools.Person) throws -> UserKey? {
    let texts = person.user.map { [$0] } ?? member(named: person.name)?.users ?? []
    let keys = Set(try texts.flatMap(roster).filter { !$0.hasLeft }.map(\.key))
    return keys.count == 1 ? keys.first : nil
  }

  // MARK: - The log

  /// Records that a person is refused, if `body` refuses them: once a minute at most, with the number
  /// of those before who were not recorded.
  ///
  /// - Parameters:
  ///   - way: The way by which they come.
  ///   - body: Lets a person in; it says who they are as soon as it knows.
  /// - Returns: What `body` gives.
  /// - Throws: What `body` throws.
  func recordingRefusals(
    of way: SignInWay,
    _ body: (inout String) async throws -> PageTools.Person
  ) async throws -> PageTools.Person {
    var who = ""
    do { return try await body(&who) } catch let problem as Problem where problem.status < 500 {
      let now = timekeeper.now()
      if let more = refusals.withLock({ $0.count(now) }) {
        let facts = [
          ("way", way.rawValue), ("reason", problem.name), ("who", who), ("more", String(more)),
        ]
        do {
          try await record(
            "signInRefused",
            by: "sign-in (\(way.rawValue))",
            role: "none",
            facts.filter { !$1.isEmpty && $1 != "0" }
          )
        } catch {
          let reason = (error as? Problem)?.detail ?? Failure(error).message
          failed("a refused sign-in was not recorded: \(reason)")
        }
      }
      throw problem
    }
  }

  @discardableResult
  private func record(
    _ what: String,
    by actor: String,
    role: String,
    _ facts: [(String, String)]
  ) async throws -> EntryID {
    let query = WebRequest.text(of: facts.map { WebRequest.Parameter(name: $0, value: $1) })
    let access = NewAccess(
      by: Verbatim(actor),
      role: role,
      of: what,
      query: Verbatim(query),
      at: try kept.ledger.position(at: .now).entry,
      // It shows no person.
      people: .each([])
    )
    do { return try await recorder.record(access) } catch let error as AccessNotRecorded {
      throw Problem(503, error.name, error.message, exit: error.errorCode.exit)
    }
  }
}

/// Counts refusals that are not recorded.
private struct RefusalCount {
  private var recorded: Instant?
  private var more = 0

  /// Counts one; nil if it is not recorded, otherwise how many before were not.
  mutating func count(_ now: Instant) -> Int? {
    if let recorded, now >= recorded, now - recorded < .seconds(60) {
      more += 1
      return nil
    }
    defer { (recorded, more) = (now, 0) }
    return more
  }
}
