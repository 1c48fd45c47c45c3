package import Roster
import VerbatimJSON

/// Simulates both systems of a company: pure, without clock and socket.
package struct Simulation: Sendable {
  /// The company.
  package var company: Company
  /// Its undocumented behaviour.
  package var quirks: Quirks
  /// The failures to inject.
  package var faults: Faults
  /// The permissions of the application.
  package var permissions = Set(SandboxPermission.allCases)
  /// The credentials that a caller must present.
  package let credentials: SandboxCredentials
  /// The limits of the systems.
  package let limits: SandboxLimits
  /// Every call received, in order.
  package internal(set) var journal: [JournalEntry] = []

  /// The records of Maycur.
  package var maycur: MaycurRecords
  /// The gateway of DingTalk's Stream.
  package var stream: StreamGateway

  var signIns = SimulatedSignIns()
  var olderService: TokenService
  var newerService: TokenService
  var maycurService: MaycurService
  var lagging: [Verbatim: [Lagging]] = [:]
  var renderer = RosterRenderer()
  private var windows: [Endpoint: CallWindow] = [:]
  private var calls: [Endpoint: Int] = [:]
  private var received = 0

  /// Creates the systems of a company.
  ///
  /// - Parameters:
  ///   - company: The company.
  ///   - quirks: Its undocumented behaviour.
  ///   - faults: The failures to inject.
  ///   - credentials: The credentials that a caller must present.
  ///   - limits: The limits of the systems.
  package init(
    company: Company,
    quirks: Quirks = .lenient,
    faults: Faults = .none,
    credentials: SandboxCredentials = .sandbox,
    limits: SandboxLimits = .standard
  ) {
    self.company = company
    self.quirks = quirks
    self.faults = faults
    self.credentials = credentials
    self.limits = limits
    maycur = MaycurRecords(company)
    stream = StreamGateway(seed: company.seed)
    olderService = TokenService(life: limits.tokenLife, seed: company.seed)
    newerService = TokenService(life: limits.tokenLife, seed: company.seed &+ 1)
    maycurService = MaycurService(seed: company.seed)
  }

  /// Receives a call: applies it, injects planned failures, and records it in the journal.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - now: When it came.
  /// - Returns: The reaction.
  package mutating func receive(_ call: Call, now: Instant) -> Reaction {
    received += 1
    let endpoint = Endpoint(path: call.path)
    guard let endpoint, let fault = fault(at: endpoint) else {
      let response = answer(call, now: now)
      note(call, endpoint, now, response, nil)
      return .reply(response)
    }
    if case .odd(let shape) = fault {
      var response = answer(call, now: now)
      if response.code == 0, shape.endpoint == endpoint {
        response = shape.spoil(response, to: call)
      }
      note(call, endpoint, now, response, fault)
      return .reply(response)
    }
    let applied = fault.afterApplying == nil ? nil : answer(call, now: now)
    let outcome = reaction(fault.afterApplying ?? fault, endpoint, now: now)
    let heard: SimulatedResponse? = if case .reply(let reply) = outcome { reply } else { nil }
    note(call, endpoint, now, heard, fault, applied: applied)
    return outcome
  }

  /// The failure for the next call of an endpoint; nil for none.
  private mutating func fault(at endpoint: Endpoint) -> Fault? {
    let call = calls[endpoint, default: 0] + 1
    calls[endpoint] = call
    return faults.fault(endpoint, call: call, total: received)
  }

  private mutating func reaction(_ fault: Fault, _ endpoint: Endpoint, now: Instant) -> Reaction {
    switch fault {
    case .timeout: .hang
    case .dropBefore: .drop
    default: .reply(failure(fault, endpoint, now: now))
    }
  }

  /// Processes a call without a fault.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - now: When it came.
  /// - Returns: The response.
  package mutating func answer(_ call: Call, now: Instant) -> SimulatedResponse {
    guard let endpoint = Endpoint(path: call.path) else { return unknown(call) }
    if endpoint.isNewer { return newerAnswer(endpoint, call, now: now) }
    if endpoint.system == .maycur { return maycurAnswer(endpoint, call, now: now) }
    guard call.method == endpoint.method else {
      let refusal: SandboxRefusal = endpoint.method == "POST" ? .wantsPost : .wantsGet
      return .refusal(refusal, requestID: requestID())
    }
    guard isAdmitted(endpoint, now: now, limit: limits.callsPerSecond) else {
      return throttled(now)
    }
    if endpoint == .token { return token(call, now: now) }
    if endpoint == .signInPage { return signInPage(call) }
    let token = call.query["access_token"] ?? RequestBody.tokenOfForm(call)
    guard let token, olderService.accepts(token, now: now) else {
      return badToken(isMissing: token == nil)
    }
    let needed: SandboxPermission = endpoint == .update ? .write : .read
    guard permissions.contains(needed) else {
      return .refusal(.noPermission, requestID: requestID())
    }
    do throws(SandboxRefusal) {
      let body = try RequestBody(
        call,
        acceptsForm: endpoint != .update || quirks.formBodies == .accepted
      )
      guard !endpoint.wantsAgent || body.integer("agentid") == credentials.agentID else {
        throw .badParameter
      }
      switch endpoint {
      case .fieldGroups: return fieldGroups()
      case .preentries: return try preentryList(body)
      case .leavers: return try leaverList(body)
      case .leaverInfos: return try leaverInfos(body)
      case .users: return try users(body)
      case .catalog: return catalogAnswer()
      case .userOfUnion: return try userOfUnion(body)
      case .list: return try list(body, now: now)
      default: return try update(body, now: now)
      }
    } catch {
      return .refusal(error, requestID: requestID())
    }
  }

  /// Invalidates every token.
  package mutating func expireTokens() {
    olderService.expire()
    newerService.expire()
    maycurService.expire()
  }

  /// Counts a call if it is within a limit; returns whether it is.
  mutating func isAdmitted(_ endpoint: Endpoint, now: Instant, limit: Int?) -> Bool {
    guard let limit else { return true }
    return windows[endpoint, default: CallWindow()].admits(now: now, limit: limit)
  }

  /// Clears the journal; the counts on which faults depend continue.
  package mutating func clearJournal() { journal = [] }

  /// The people who fail every read that requests them, with the quirk `usersFailingWholePage`.
  package var failingUsers: Set<Verbatim> {
    let numbers = (0..<quirks.usersFailingWholePage).map { 5 + 37 * $0 }
    return Set(
      numbers.filter(company.employees.indices.contains).map { company.employees[$0].userid }
    )
  }

  private mutating func token(_ call: Call, now: Instant) -> SimulatedResponse {
    guard
      call.query["appkey"] == credentials.appKey, call.query["appsecret"] == credentials.appSecret
    else { return .refusal(.wrongSecret, requestID: requestID(), success: nil) }
    let body: JSON = [
      "errcode": 0,
      "access_token": .string(olderService.issue(now: now)),
      "errmsg": "ok",
      "expires_in": .integer(limits.tokenLife),
    ]
    return SimulatedResponse(body: body.bytes, code: 0)
  }

  private mutating func failure(_ fault: Fault, _ endpoint: Endpoint, now: Instant)
    -> SimulatedResponse
  {
    if endpoint.system == .maycur { return maycurFailure(fault) }
    if endpoint.isNewer { return newerFailure(fault) }
    switch fault {
    case .serverError: return .internalError
    case .busy, .nack: return .refusal(.busy, requestID: requestID())
    case .code(let code):
      guard let number = Int(code) else { return .ofGateway(code, requestID: requestID()) }
      return .refusal(number == -1 ? .busy : .user(number), requestID: requestID())
    case .quota: return .refusal(.quota, requestID: requestID())
    case .banPage: return .banPage
    case .banObject: return .banObject
    case .expireToken:
      olderService.expire()
      return badToken(isMissing: false)
    case .reply(let response): return response
    default: return throttled(now)
    }
  }

  private func badToken(isMissing: Bool) -> SimulatedResponse {
    let refusal =
      isMissing
      ? SandboxRefusal(41001, "缺少access_token") : SandboxRefusal(40014, "不合法的access_token")
    switch quirks.tokenError {
    case .direct: return .refusal(refusal, requestID: requestID(), success: nil)
    case .wrapped88: return .wrapped(refusal, requestID: requestID())
    case .subcode: return .subcode(refusal, requestID: requestID())
    case .timedOut:
      let late = isMissing ? refusal : SandboxRefusal(42001, "access_token超时")
      return .refusal(late, requestID: requestID(), success: nil)
    }
  }

  private func throttled(_ now: Instant) -> SimulatedResponse {
    let text =
      "您的服务器调用钉钉开放平台所有接口的请求都被暂时禁用了：当前窗口调用量"
      + "\(limits.callsPerSecond ?? 20)，请在\(now.milliseconds / 1000 + 1)之后重试"
    let refusal = SandboxRefusal(90018, text)
    return quirks.throttle == .direct
      ? .refusal(refusal, requestID: requestID()) : .wrapped(refusal, requestID: requestID())
  }

  /// The id of the current call.
  func requestID() -> String { "sandbox\(received.padded(8))" }

  private mutating func note(
    _ call: Call,
    _ endpoint: Endpoint?,
    _ now: Instant,
    _ response: SimulatedResponse?,
    _ fault: Fault?,
    applied: SimulatedResponse? = nil
  ) {
    journal.append(
      JournalEntry(
        number: received,
        time: now,
        endpoint: endpoint,
        path: call.path,
        body: call.body,
        status: response?.status,
        code: response?.code,
        fault: fault?.name,
        isApplied: (applied ?? response)?.isApplied ?? false,
        saved: (applied ?? response)?.saved ?? []
      )
    )
  }
}

/// The credentials that a caller needs.
package struct SandboxCredentials: Hashable, Sendable {
  /// The application's key.
  package let appKey: String
  /// The application's secret.
  package let appSecret: String
  /// The application's id in the company.
  package let agentID: Int64
  /// The application's code in Maycur.
  package var maycurAppCode: String = "maycursandbox"
  /// The application's secret in Maycur.
  package var maycurAppSecret: String = "maycur-sandbox-secret"

  /// The default credentials of the sandbox.
  package static let sandbox = SandboxCredentials(
    appKey: "dingsandbox",
    appSecret: "sandbox-secret",
    agentID: 23_470_561
  )
}

/// The limits of the systems.
package struct SandboxLimits: Hashable, Sendable {
  /// Calls per second on one endpoint; nil for no limit.
  package var callsPerSecond: Int? = 20
  /// The life of a token, in seconds.
  package var tokenLife = 7200
  /// Users in one read.
  package var usersPerRead = 100
  /// Fields in one read.
  package var fieldsPerRead = 100
  /// Users in one page of the user list.
  package var usersPerPage = 50
  /// Calls per second on one endpoint of Maycur; nil for no limit.
  package var maycurCallsPerSecond: Int? = 10
  /// Rows in one batch of Maycur.
  package var rowsPerBatch = 200
  /// Ids in one look-up of Maycur.
  package var idsPerLookUp = 5
  /// The life of a ticket of the gateway, in seconds.
  package var ticketLife = 90
  /// How often the gateway pings a connection, in seconds.
  package var pingInterval = 60

  /// The limits of the standard edition.
  package static let standard = SandboxLimits()
  /// The standard limits, without a rate limit.
  package static let unhurried: SandboxLimits = {
    var limits = SandboxLimits()
    limits.callsPerSecond = nil
    limits.maycurCallsPerSecond = nil
    return limits
  }()
}

/// A permission of an application.
package enum SandboxPermission: String, CaseIterable, Hashable, Sendable {
  /// Read the roster (`qyapi_hrm_read_user`).
  case read
  /// Write the roster (`qyapi_hrm_manager`).
  case write
}

/// What happens to a call.
package enum Reaction: Hashable, Sendable {
  /// It gets this response.
  case reply(SimulatedResponse)
  /// It never gets a response.
  case hang
  /// Its connection is dropped.
  case drop
}
