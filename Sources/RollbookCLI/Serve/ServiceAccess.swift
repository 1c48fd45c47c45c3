import Access
import Foundation
import Ledger
import LedgerHistory
import Roster
import WebServer

/// Decides who may send a request to the service, with the tokens in the log.
struct ServiceAccess: Sendable {
  let ledger: Ledger
  let timekeeper: any Timekeeper
  /// The class of each field.
  let classes: FieldClasses

  /// The sender of a request, if they have a permission.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - permission: What it needs; nil if every sender whom the service knows may have it.
  /// - Returns: The sender, as the log names them.
  /// - Throws: ``Problem`` of 401 or 403.
  func admit(_ request: WebRequest, _ permission: Permission?) throws -> Sender {
    let requester = try requester(of: request)
    do throws(AccessRefusal) {
      try AccessDecider.check(requester, for: permission, now: timekeeper.now())
    } catch {
      throw problem(error)
    }
    return sender(requester)
  }

  /// The name of the account at the other end of the socket, if it is that of the service or root.
  ///
  /// - Throws: ``Problem`` of 401 for every other sender.
  func owner(_ request: WebRequest) throws -> Verbatim {
    guard case .local = request.peer else { throw problem(.signInNeeded) }
    return try admit(request, .manageTokens).name
  }

  private func requester(of request: WebRequest) throws -> Requester {
    if case .local(let account) = request.peer, request.header("Authorization") == nil {
      return .peer(account: account, service: geteuid())
    }
    guard let header = request.header("Authorization"),
      let token = BearerToken(authorization: header),
      let grant = try ledger.grant(tokenHash: token.hash)
    else { return .unknown }
    return .token(grant)
  }

  private func sender(_ requester: Requester) -> Sender {
    switch requester {
    case .unknown: Sender(name: "", role: "", sight: Sight([], classes: classes))
    case .token(let grant):
      Sender(
        name: Verbatim("token \(grant.number)" + (grant.name.map { " (\($0))" } ?? "")),
        role: grant.role,
        sight: Sight(GrantedRole(logged: grant.role)?.classes ?? [], classes: classes)
      )
    case .peer(let account, _):
      Sender(
        name: Verbatim("\(Self.account(account))@\(ProcessInfo.processInfo.hostName)"),
        role: "owner",
        sight: .everything
      )
    }
  }

  /// The name of an account; its number if it has none.
  private static func account(_ number: UInt32) -> String {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 1 << 14)
    guard getpwuid_r(number, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
      return String(number)
    }
    return String(cString: entry.pw_name)
  }

  private func problem(_ refusal: AccessRefusal) -> Problem {
    let status = if case .roleMissing = refusal { 403 } else { 401 }
    var problem = Problem(
      status,
      refusal.errorCode.name,
      refusal.message,
      exit: refusal.errorCode.exit
    )
    if status == 401 { problem.headers = [("WWW-Authenticate", "Bearer realm=\"rollbook\"")] }
    return problem
  }
}
