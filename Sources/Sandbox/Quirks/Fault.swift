package import Roster

/// A failure of a call.
package indirect enum Fault: Hashable, Sendable {
  /// There is no response; the caller has to give up.
  ///
  /// Nothing is applied.
  case timeout
  /// HTTP 500, nothing applied.
  case serverError
  /// The system reports that it is busy (-1), nothing applied.
  case busy
  /// The system refuses the call as too frequent (90018), nothing applied.
  case throttle
  /// The system reports that the month's quota is used up (90020), nothing applied.
  case quota
  /// The page of a ban: HTML in place of a response, nothing applied.
  case banPage
  /// The other ban: JSON without an `errcode`, nothing applied.
  case banObject
  /// The connection is dropped, nothing applied.
  case dropBefore
  /// The call is applied, and then the connection is dropped.
  case dropAfter
  /// The call is applied, and then there is no response.
  case timeoutAfter
  /// Maycur refuses the call without naming the failed rows, nothing applied; DingTalk is busy.
  case nack
  /// The call is applied, and refused without naming failed rows.
  case nackAfter
  /// The token is declared invalid, nothing applied.
  case expireToken
  /// The call is refused with this code, nothing applied; a code that is no number (`isp.…`) is the
  /// inner one of the gateway's 15.
  case code(String)
  /// The call is applied, and then this failure follows.
  case afterwards(Fault)
  /// The call gets a response with a damaged part.
  case odd(OddShape)
  /// The call gets exactly this response, nothing applied.
  case reply(SimulatedResponse)

  /// The faults that have names, each with a line for help.
  package static let named: [(name: String, fault: Fault, summary: String)] =
    [
      ("timeout", .timeout, "no response, not applied"),
      ("timeoutAfter", .timeoutAfter, "applied, no response"),
      ("drop", .dropBefore, "connection dropped, not applied"),
      ("dropAfter", .dropAfter, "applied, connection dropped"),
      ("500", .serverError, "HTTP 500"),
      ("busy", .busy, "errcode -1"),
      ("throttle", .throttle, "errcode 90018"),
      ("quota", .quota, "errcode 90020"),
      ("html", .banPage, "the HTML page of a ban"),
      ("banObject", .banObject, "the JSON of a ban, without an errcode"),
      ("nack", .nack, "NACK without errorData, not applied"),
      ("nackAfter", .nackAfter, "applied, NACK without errorData"),
      ("expireToken", .expireToken, "the token is declared invalid"),
    ] + odd

  private static let odd: [(name: String, fault: Fault, summary: String)] =
    OddShape.allCases.map { shape in
      (name: shape.rawValue, fault: .odd(shape), summary: "a damaged response of \(shape.endpoint)")
    }

  /// The fault's name; `reply` for an exact response.
  package var name: String {
    switch self {
    case .code(let code): "code:\(code)"
    case .afterwards(let fault): "after:\(fault.name)"
    default: Fault.named.first { $0.fault == self }?.name ?? "reply"
    }
  }

  /// Parses a fault: one of the names, `code:400001` for any code, and `after:` before either,
  /// which applies the call first.
  ///
  /// A call with a damaged response is applied anyway, and takes no `after:`.
  ///
  /// - Parameter name: The name; an unknown one gives nil.
  package init?(named name: String) {
    if name.hasPrefix("after:") {
      guard let fault = Fault(named: String(name.dropFirst(6))) else { return nil }
      if case .odd = fault { return nil }
      self = .afterwards(fault)
    } else if name.hasPrefix("code:"), name.utf8.count > 5 {
      self = .code(String(name.dropFirst(5)))
    } else {
      guard let fault = Fault.named.first(where: { $0.name == name })?.fault else { return nil }
      self = fault
    }
  }

  /// The failure after the call is applied; nil if it is not applied.
  var afterApplying: Fault? {
    switch self {
    case .dropAfter: .dropBefore
    case .timeoutAfter: .timeout
    case .nackAfter: .nack
    case .afterwards(let fault): fault.afterApplying ?? fault
    default: nil
    }
  }
}

/// Which calls fail, and how.
///
/// Shares are drawn from the seed, the endpoint and the number of the call on that endpoint, so
/// that calls of one endpoint do not shift the faults of another.
package struct Faults: Hashable, Sendable {
  /// A share of the calls that fails.
  package struct Share: Hashable, Sendable {
    /// The endpoint; nil for all.
    package var endpoint: Endpoint?
    /// The failure.
    package var fault: Fault
    /// The share of the calls, 0 to 1.
    package var share: Double
  }

  /// The endpoint; nil to count the calls of all endpoints.
  package struct Planned: Hashable, Sendable {
    /// The endpoint; nil to count the calls of all endpoints.
    package var endpoint: Endpoint?
    /// The number of the call, from 1.
    package var call: Int
    /// The failure.
    package var fault: Fault
  }

  /// A share of the users whose writes are refused, each time and on every call.
  package struct Rejection: Hashable, Sendable {
    /// The endpoint; nil for all that write.
    package var endpoint: Endpoint?
    /// The share of the users, 0 to 1.
    package var share: Double
  }

  /// The seed of the draws.
  package var seed: UInt64
  /// The shares.
  package var shares: [Share] = []
  /// The planned failures.
  package var plan: [Planned] = []
  /// The shares of the users whose writes are refused.
  package var rejections: [Rejection] = []
  /// Users who fail a whole read or update, or their own row of a batch, each with the code.
  package var failUsers: [Verbatim: Int] = [:]

  /// No failures.
  package static let none = Faults()

  /// No failures yet.
  ///
  /// - Parameter seed: The seed of the draws.
  package init(seed: UInt64 = 1) { self.seed = seed }

  /// Reads faults from text.
  ///
  /// Parts are separated by commas: `throttle=0.05` (a share of all calls), `list.dropAfter=0.02`
  /// (of one endpoint), `update#3=500` (its third call), `#7=timeout` (the seventh of all),
  /// `update#3=after:code:-1` (applied, and then refused with a code), `failUser=ID` or
  /// `failUser=ID:60121` (a user who fails whole calls), `reject=0.03` or `maycurBatch.reject=0.03`
  /// (a share of the users whose writes are refused).
  ///
  /// - Parameters:
  ///   - text: The parts; `none` or nothing for no faults.
  ///   - seed: The seed of the draws.
  /// - Throws: If a part cannot be parsed.
  package init(_ text: String, seed: UInt64 = 1) throws(SandboxError) {
    self.init(seed: seed)
    guard text != "none" else { return }
    for part in text.split(separator: ",") { try add(String(part)) }
  }

  private mutating func add(_ part: String) throws(SandboxError) {
    let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
    guard sides.count == 2 else { throw .unreadableFault(part) }
    if sides[0] == "failUser" {
      let pieces = sides[1].split(separator: ":", maxSplits: 1).map(String.init)
      let code = pieces.count == 2 ? Int(pieces[1]) : 400_002
      guard let user = pieces.first, let code else { throw .unreadableFault(part) }
      failUsers[Verbatim(user)] = code
      return
    }
    if let hash = sides[0].firstIndex(of: "#") {
      let endpoint = String(sides[0][..<hash])
      let call = Int(sides[0][sides[0].index(after: hash)...])
      guard let call, call > 0, let fault = Fault(named: sides[1]) else {
        throw .unreadableFault(part)
      }
      plan.append(Planned(endpoint: try at(endpoint, part), call: call, fault: fault))
      return
    }
    let split = sides[0].split(separator: ".", maxSplits: 1).map(String.init)
    // A dot may also be part of a code.
    let isNamed = split.first.map { Endpoint(rawValue: $0) != nil } ?? false
    let pieces = isNamed ? split : [sides[0]]
    let endpoint = pieces.count == 2 ? pieces[0] : ""
    guard let share = Double(sides[1]), 0...1 ~= share else { throw .unreadableFault(part) }
    if pieces.last == "reject" {
      rejections.append(Rejection(endpoint: try at(endpoint, part), share: share))
      return
    }
    guard let fault = pieces.last.flatMap({ Fault(named: $0) }) else {
      throw .unreadableFault(part)
    }
    shares.append(Share(endpoint: try at(endpoint, part), fault: fault, share: share))
  }

  private func at(_ endpoint: String, _ part: String) throws(SandboxError) -> Endpoint? {
    if endpoint.isEmpty { return nil }
    guard let found = Endpoint(rawValue: endpoint) else { throw .unreadableFault(part) }
    return found
  }

  /// Plans a failure of one call.
  ///
  /// - Parameters:
  ///   - endpoint: The endpoint; nil to count the calls of all of them.
  ///   - call: The number of the call, from 1, counted from the start of the server.
  ///   - fault: The failure.
  package mutating func fail(_ endpoint: Endpoint?, call: Int, with fault: Fault) {
    plan.append(Planned(endpoint: endpoint, call: call, fault: fault))
  }

  /// Lets a share of calls fail.
  ///
  /// - Parameters:
  ///   - endpoint: The endpoint; nil for all.
  ///   - share: The share, 0 to 1.
  ///   - fault: The failure.
  package mutating func fail(_ endpoint: Endpoint?, share: Double, with fault: Fault) {
    shares.append(Share(endpoint: endpoint, fault: fault, share: share))
  }

  /// The failure of a call.
  ///
  /// - Parameters:
  ///   - endpoint: Its endpoint.
  ///   - call: Its number on that endpoint, from 1.
  ///   - total: Its number among all calls, from 1.
  /// - Returns: The fault; nil if the call succeeds.
  package func fault(_ endpoint: Endpoint, call: Int, total: Int) -> Fault? {
    for planned in plan {
      let counted = planned.endpoint == nil ? total : call
      if planned.call == counted, planned.endpoint == nil || planned.endpoint == endpoint {
        return planned.fault
      }
    }
    guard !shares.isEmpty else { return nil }
    let place = Endpoint.allCases.firstIndex(of: endpoint) ?? 0
    var chance = SeededRandom(seed, UInt64(place), UInt64(call))
    for share in shares where share.endpoint == nil || share.endpoint == endpoint {
      if chance.happens(share.share) { return share.fault }
    }
    return nil
  }

  /// Whether writes to a user are refused: the same users each time.
  ///
  /// - Parameters:
  ///   - user: The user's key in the system that is written.
  ///   - endpoint: The call that writes.
  /// - Returns: Whether the write is refused.
  package func rejects(_ user: Verbatim, at endpoint: Endpoint) -> Bool {
    let shares = rejections.filter { $0.endpoint == nil || $0.endpoint == endpoint }
    guard !shares.isEmpty else { return false }
    let place = user.bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    var chance = SeededRandom(seed, 21, place)
    return shares.contains { chance.happens($0.share) }
  }

  /// The faults as text that can be parsed again; exact responses are left out.
  package var text: String {
    func isText(_ fault: Fault) -> Bool { Fault(named: fault.name) == fault }
    var parts = shares.filter { isText($0.fault) }.map { share in
      (share.endpoint.map { "\($0.rawValue)." } ?? "") + "\(share.fault.name)=\(share.share)"
    }
    parts += plan.filter { isText($0.fault) }.map { planned in
      "\(planned.endpoint?.rawValue ?? "")#\(planned.call)=\(planned.fault.name)"
    }
    parts += rejections.map { rejection in
      (rejection.endpoint.map { "\($0.rawValue)." } ?? "") + "reject=\(rejection.share)"
    }
    parts += failUsers.sorted { $0.key < $1.key }.map { "failUser=\($0.key):\($0.value)" }
    return parts.isEmpty ? "none" : parts.joined(separator: ",")
  }
}
