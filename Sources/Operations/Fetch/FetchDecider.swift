import DingTalk
package import Roster

/// Decides what a fetch does next: events in, actions out.
///
/// It requests the catalog. Then, unless users were named, it requests the user list, page by page
/// until there is no cursor. Then it requests pages of users and fields, a few at a time, and has
/// each response appended as it arrives. If a single user may have caused a page's failure, the
/// page is halved until that user is alone and is recorded as not returned. A fetch in which no
/// user came back has failed. The user list is requested after the catalog is in the log, and the
/// pages after the user list is. Fields whose read codes are not known come last (`CodeSearch`).
/// After any other failure it requests nothing new; it waits for the calls in flight and keeps
/// their responses.
///
/// Example: `receive(.began)` returns a call for the catalog. After `.cataloged` it returns an
/// append; after `.appended`, the call for the first page of the user list.
package struct FetchDecider: Sendable {
  /// After this many refusals of single users without one success, the fetch fails.
  package static let refusalsBelieved = 100

  /// The number of people to fetch; nil until the user list is complete.
  package private(set) var total: Int?
  /// The number of people who are fetched, or known not to be returned.
  package private(set) var done = 0
  /// The error that stopped it early; nil for none.
  package private(set) var failure: (any UserFacingError)?

  private let request: FetchRequest
  /// The fields as last described.
  private let known: [FieldDescription]
  private var roll = UserEnumeration()
  private var catalog: CatalogResponse?
  private var codes = FieldCodes()
  private var search = CodeSearch()
  private var fields: [FieldCode] = []
  private var wantsUsers = false
  /// Pages that are not requested yet, the next one last.
  private var waiting: [FetchPage] = []
  private var pagesMade = 0
  private var pagesLeft: [Verbatim: Int] = [:]
  private var callsInFlight = 0
  private var appendsPending = 0
  private var refusedAlone = 0
  /// Whether any user came back.
  private var wasAnswered = false
  /// The system's code and message when it last refused a user.
  private var refusal: (code: String?, message: Verbatim?)
  private var stop: OperationStatus?
  private var isClosed = false

  /// A decider for a fetch that has not begun.
  ///
  /// - Parameters:
  ///   - request: What to fetch.
  ///   - known: The fields as last described, with the read codes that were found.
  package init(_ request: FetchRequest, known: [FieldDescription] = []) {
    self.request = request
    self.known = known
  }

  /// The excluded words that name no field of the catalog; none before the catalog is known.
  package var idleWords: [Verbatim] { catalog == nil ? [] : codes.idle }

  /// Takes an event and returns the next actions.
  package mutating func receive(_ event: FetchEvent) -> [FetchAction] {
    guard !isClosed else { return [] }
    let actions = decide(event)
    guard callsInFlight == 0, appendsPending == 0, waiting.isEmpty else { return actions }
    if stop == nil, let question = search.next() { return actions + [ask(question)] }
    isClosed = true
    if stop == nil, !wasAnswered, let total, total > 0 {
      giveUp(.failed, because: nobodyReturned(of: total))
    }
    return actions + [.close(stop ?? .finished)]
  }

  private mutating func decide(_ event: FetchEvent) -> [FetchAction] {
    switch event {
    case .began:
      return [ask(.catalog)]
    case .cataloged(let answer):
      callsInFlight -= 1
      let answer = answer.describing(answer.fields.remembering(known))
      plan(over: answer)
      return [append(.catalog(answer))]
    case .enumerated(let page):
      callsInFlight -= 1
      return take(page)
    case .listed(let page, let answer):
      callsInFlight -= 1
      wasAnswered = wasAnswered || !answer.users.isEmpty
      finish(page)
      search.returned(answer.users.map(\.user))
      return askMore() + record(answer)
    case .sampled(let fields, let sample):
      callsInFlight -= 1
      return learn(from: sample, of: fields)
    case .failed(let call, let failure):
      callsInFlight -= 1
      return recover(call, failure)
    case .appended:
      appendsPending -= 1
      return askMore()
    case .appendedWithout(let erased):
      appendsPending -= 1
      drop(erased)
      return askMore()
    case .notAppended(let error):
      appendsPending -= 1
      giveUp(.failed, because: error)
      return [.abandonCalls]
    case .cancelled:
      giveUp(.interrupted, because: nil)
      return [.abandonCalls]
    }
  }

  /// Decides what to request, after the catalog is in the log.
  private mutating func plan(over catalog: CatalogResponse) {
    guard stop == nil else { return }
    take(catalog)
    var wanted = Set(catalog.fields.map(\.code))
    if let words = request.fields {
      do throws(FetchError) {
        wanted = try catalog.fields.wanted(words, never: codes.never)
      } catch {
        return giveUp(.failed, because: error)
      }
    }
    wanted.subtract(codes.never)
    let unsure = catalog.fields.filter { !$0.isReadCodeKnown }.map(\.code)
    fields = wanted.subtracting(unsure).sorted()
    if fields.isEmpty {
      fields = wanted.sorted()
    } else {
      let mayAskForAll = request.fields == nil && request.never.isEmpty
      search = CodeSearch(wanted.intersection(unsure).sorted(), mayAskForAll: mayAskForAll)
    }
    guard !fields.isEmpty else { return giveUp(.failed, because: FetchError.noFields) }
    if let users = request.users { lay(users.withoutRepeats) } else { wantsUsers = true }
  }

  private mutating func take(_ catalog: CatalogResponse) {
    self.catalog = catalog
    codes = FieldCodes(catalog.fields, never: request.never)
  }

  /// Has a response appended, unless it states nothing: a page of unknown words without any value.
  private mutating func record(_ answer: RosterResponse) -> [FetchAction] {
    let recorded = codes.recorded(answer)
    let isSilent =
      recorded.asked.isEmpty && recorded.absent.isEmpty && recorded.setAside.isEmpty
      && recorded.users.allSatisfy(\.cells.isEmpty)
    return isSilent ? [] : [append(.answer(recorded))]
  }

  /// Learns read codes from a sample, and creates the pages that request these fields for everybody
  /// else.
  private mutating func learn(from sample: RosterSample, of fields: [FieldCode]?) -> [FetchAction] {
    guard stop == nil, let catalog else { return [] }
    var actions: [FetchAction] = []
    let learned = catalog.fields.learning(from: sample.fields)
    if learned != catalog.fields {
      take(catalog.describing(learned))
      actions.append(append(.catalog(catalog.describing(learned))))
    }
    let found = search.answered(fields, learned)
    let others = Array(search.people.dropFirst(DingTalkClient.maximumUsersPerCall))
    for users in others.parts(of: DingTalkClient.maximumUsersPerCall) where !found.isEmpty {
      waiting.append(page(of: users, found))
    }
    waiting.reverse()
    let answer = codes.recorded(sample.response).asking(only: Set(found))
    return actions + record(answer) + askMore()
  }

  private mutating func take(_ page: UserListPage) -> [FetchAction] {
    guard stop == nil else { return [] }
    switch roll.take(page) {
    case .goesOn(let cursor):
      return [ask(.users(from: cursor))]
    case .hasNoEnd:
      giveUp(.failed, because: FetchError.listWithoutEnd)
      return []
    case .ended(let list):
      if list.users.isEmpty { giveUp(.failed, because: FetchError.nobodyListed) }
      lay(list.users)
      return [append(.enumeration(list))]
    }
  }

  /// Creates the pages of all people.
  private mutating func lay(_ users: [Verbatim]) {
    total = users.count
    for someUsers in users.parts(of: DingTalkClient.maximumUsersPerCall) {
      for someFields in fields.parts(of: DingTalkClient.maximumFieldsPerCall) {
        waiting.append(page(of: someUsers, someFields))
        for user in someUsers { pagesLeft[user, default: 0] += 1 }
      }
    }
    waiting.reverse()
  }

  /// Removes users from the pages that are not requested yet.
  private mutating func drop(_ users: Set<Verbatim>) {
    total = total.map { $0 - users.count }
    for user in users { pagesLeft[user] = nil }
    waiting = waiting.compactMap { page in
      let left = page.users.filter { !users.contains($0) }
      return left.isEmpty
        ? nil : FetchPage(number: page.number, users: left, fields: page.fields)
    }
  }

  private mutating func page(of users: [Verbatim], _ fields: [FieldCode]) -> FetchPage {
    pagesMade += 1
    return FetchPage(number: pagesMade, users: users, fields: fields)
  }

  private mutating func recover(_ call: FetchCall, _ failure: CallFailure) -> [FetchAction] {
    guard stop == nil else { return [] }
    switch (call, failure.meaning) {
    case (.list(let page), .mayConcernOneUser(let code, let message)):
      guard page.users.count == 1 else { return halve(page) }
      refusedAlone += 1
      refusal = (code, message)
      guard wasAnswered || refusedAlone < FetchDecider.refusalsBelieved else {
        giveUp(.failed, because: nobodyReturned(of: refusedAlone))
        return []
      }
      finish(page)
      let answer = RosterResponse(
        refusing: page.users,
        fields: page.fields,
        code: code,
        message: message,
        askedAt: failure.askedAt,
        receivedAt: failure.receivedAt
      )
      return askMore() + [append(.answer(answer))]
    case (.sample(_, let fields), .mayConcernOneUser), (.sample(_, let fields), .refusal):
      search.refused(fields)
    case (_, .cancellation): giveUp(.interrupted, because: nil)
    case (_, .interruption): giveUp(.interrupted, because: failure.error)
    case (_, .refusal), (_, .mayConcernOneUser): giveUp(.failed, because: failure.error)
    }
    return []
  }

  /// Requests both halves again, before anything else: the fewer pages are open, the more is kept
  /// if the fetch is interrupted.
  private mutating func halve(_ page: FetchPage) -> [FetchAction] {
    let halves = page.users.halves.map { self.page(of: $0, page.fields) }
    waiting += halves.reversed()
    return askMore()
  }

  private mutating func finish(_ page: FetchPage) {
    for user in page.users {
      // In a page for a field that was found late, everybody is done already.
      guard let pages = pagesLeft.removeValue(forKey: user) else { continue }
      if pages == 1 { done += 1 } else { pagesLeft[user] = pages - 1 }
    }
  }

  private func nobodyReturned(of asked: Int) -> FetchError {
    let said = [refusal.code, refusal.message?.text].compactMap { $0 }.joined(separator: ", ")
    let words = said.isEmpty ? nil : Verbatim(said)
    return request.users.map { .namedNotReturned($0.withoutRepeats, said: words) }
      ?? .nobodyReturned(asked, said: words)
  }

  private mutating func giveUp(_ status: OperationStatus, because error: (any UserFacingError)?) {
    waiting = []
    wantsUsers = false
    guard stop == nil else { return }
    stop = status
    failure = error
  }

  private mutating func askMore() -> [FetchAction] {
    if wantsUsers {
      wantsUsers = false
      return [ask(.users(from: 0))]
    }
    var actions: [FetchAction] = []
    while callsInFlight < request.pagesInFlight, let page = waiting.popLast() {
      actions.append(ask(.list(page)))
    }
    return actions
  }

  private mutating func ask(_ call: FetchCall) -> FetchAction {
    callsInFlight += 1
    return .call(call)
  }

  private mutating func append(_ record: FetchRecord) -> FetchAction {
    appendsPending += 1
    return .append(record)
  }
}

extension [FieldDescription] {
  /// The read codes of the fields that words name.
  fileprivate func wanted(
    _ words: [Verbatim],
    never: Set<FieldCode>
  ) throws(FetchError) -> Set<FieldCode> {
    var wanted: Set<FieldCode> = []
    var unknown: Set<Verbatim> = []
    for word in words {
      let meant = meant(by: word)
      if meant.count > 1 { throw .ambiguousField(word, meant.map(\.code).sorted()) }
      if let field = meant.first { wanted.insert(field.code) } else { unknown.insert(word) }
    }
    guard unknown.isEmpty else { throw .unknownFields(unknown.sorted()) }
    let forbidden = wanted.intersection(never)
    guard forbidden.isEmpty else { throw .fieldsNeverFetched(forbidden.sorted()) }
    return wanted
  }
}

extension [Verbatim] {
  /// The same, each once, at its first position.
  package var withoutRepeats: [Verbatim] {
    var seen: Set<Verbatim> = []
    return filter { seen.insert($0).inserted }
  }
}
