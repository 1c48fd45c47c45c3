@testable import DingTalk
@testable import Operations
import Roster

/// An error with a name, for tests.
struct StagedError: UserFacingError, Hashable {
  let name: String
  var errorCode: ErrorCode { ErrorCode(name, .unavailable) }
  var message: String { "The test made \(name) happen." }
}

/// Makes the events of a decider.
enum Stage {
  static let start = Instant(milliseconds: 1_767_225_600_000)

  static func request(
    users: [Verbatim]? = nil,
    fields: [FieldCode]? = nil,
    never: Set<FieldCode> = [],
    pagesInFlight: Int = 2
  ) -> FetchRequest {
    FetchRequest(
      users: users,
      fields: fields,
      never: never,
      pagesInFlight: pagesInFlight,
      author: Author(actor: "tester@here", program: "test")
    )
  }

  static func catalog(_ codes: [FieldCode]) -> CatalogResponse {
    let fields = codes.map { code in
      FieldDescription(
        code: code,
        name: code,
        group: "sys00",
        groupName: "基本信息",
        isDetail: false,
        type: nil,
        isDerived: false,
        options: nil
      )
    }
    return CatalogResponse(
      system: .dingtalk,
      fields: fields,
      askedAt: start,
      receivedAt: start,
      requestID: nil
    )
  }

  static func users(_ users: [Verbatim], next: Int64? = nil) -> UserListPage {
    UserListPage(users: users, next: next, askedAt: start, receivedAt: start, requestID: "r")
  }

  static func list(_ users: [Verbatim]) -> Enumeration {
    Enumeration(
      system: .dingtalk,
      users: users,
      askedAt: start,
      receivedAt: start,
      requestID: "r"
    )
  }

  /// The system's response for a page, without users who are unknown to it.
  static func answer(_ page: FetchPage, unknown: Set<Verbatim> = []) -> RosterResponse {
    RosterResponse(
      system: .dingtalk,
      company: "ding1",
      asked: Set(page.fields),
      users: page.users.filter { !unknown.contains($0) }.map { UserResponse(user: $0, cells: []) },
      absent: page.users.filter(unknown.contains).map { AbsentUser(user: $0) },
      askedAt: start,
      receivedAt: start,
      requestID: nil
    )
  }

  static func failure(_ meaning: CallFailure.Meaning, _ name: String = "staged") -> CallFailure {
    CallFailure(
      meaning: meaning,
      error: StagedError(name: name),
      askedAt: start,
      receivedAt: start
    )
  }

  static let oneBadUser = CallFailure.Meaning.mayConcernOneUser(
    code: "400001",
    message: "系统错误"
  )

  static func names(_ count: Int, _ prefix: String = "u") -> [Verbatim] {
    (0..<count).map { Verbatim("\(prefix)\($0)") }
  }
}

extension [FetchAction] {
  /// The pages asked for.
  var pages: [FetchPage] {
    compactMap { if case .call(.list(let page)) = $0 { page } else { nil } }
  }

  /// The responses to append.
  var answers: [RosterResponse] {
    compactMap { if case .append(.answer(let response)) = $0 { response } else { nil } }
  }

  /// How the operation is closed, if it is.
  var status: OperationStatus? {
    compactMap { if case .close(let status) = $0 { status } else { nil } }.first
  }
}

extension FetchDecider {
  /// A decider that has asked for its first pages, and what it asked for.
  static func listing(
    _ request: FetchRequest,
    fields: [FieldCode],
    active: [Verbatim] = []
  ) -> (FetchDecider, [FetchPage]) {
    var decider = FetchDecider(request)
    _ = decider.receive(.began)
    _ = decider.receive(.cataloged(Stage.catalog(fields)))
    var actions = decider.receive(.appended)
    if request.users == nil {
      _ = decider.receive(.enumerated(Stage.users(active)))
      actions = decider.receive(.appended)
    }
    return (decider, actions.pages)
  }
}
