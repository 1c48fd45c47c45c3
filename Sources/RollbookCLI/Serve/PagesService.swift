import Access
import Ledger
import LedgerHistory
import LedgerStorage
import Operations
import Pages
import PublicAPI
import Roster
import WebServer

/// Connects the pages with the API and the ledger.
struct PagesService: Sendable {
  let kept: KeptLedger
  let signIns: SignInService
  let api: APIHandler
  let environment: CommandEnvironment

  /// Makes what answers requests for pages.
  func handler() -> PagesHandler {
    let proxies = TrustedProxies(networks: kept.settings.service.trustedProxies)
    return PagesHandler(
      PageTools(
        read: { request, person, shown in
          try await api.respond(to: request) { _, permission in
            try admit(person, permission, shown)
          }
        },
        signIn: { secret in
          try await signIns.recordingRefusals(of: .link) { _ in try await signIn(with: secret) }
        },
        providers: signIns.providers,
        stays: { try signIns.stays($0) },
        client: { proxies.client(of: $0) },
        address: { kept.address.url ?? "" },
        random: environment.secrets.make,
        now: { environment.timekeeper.now() },
        times: kept.settings.times
      )
    )
  }

  /// A person who has signed in, as the log names them, if their role has a permission.
  private func admit(
    _ person: PageTools.Person,
    _ permission: Permission?,
    _ shown: ShownPeople?
  ) throws -> Sender {
    if let permission, !person.may(permission) {
      throw Problem(
        403,
        "roleMissing",
        "The role \(person.role) may not see this; "
          + "\(permission.roles.map(\.rawValue).joined(separator: " or ")) may.",
        exit: .noPermission
      )
    }
    // Who they are in the roster is looked up for what shows them only.
    let user = permission == .readOwn ? try signIns.user(of: person) : nil
    return Sender(
      name: person.actor,
      role: person.role,
      // Who sees themself sees all of it.
      sight: permission == .readOwn
        ? .everything
        : Sight(Role(rawValue: person.role)?.classes ?? [], classes: kept.settings.classes),
      user: user,
      shown: shown
    )
  }

  /// Uses a link up, which is recorded: the log refuses who comes second.
  private func signIn(with secret: String) async throws -> PageTools.Person {
    guard let link = SignInLink(secret), let grant = try kept.ledger.grant(tokenHash: link.hash),
      let role = SignInLink.role(logged: grant.role)
    else {
      throw Problem(404, "linkUnknown", "The ledger knows no such link. Copy all of it.")
    }
    let used = Problem(410, "linkUsed", "The link was used. Ask for a new one.")
    if grant.revokedAt != nil { throw used }
    if let until = grant.until, until <= environment.timekeeper.now() {
      throw Problem(410, "linkOver", "The link was good for five minutes. Ask for a new one.")
    }
    let person = PageTools.Person(
      name: grant.name?.text ?? "",
      role: role.rawValue,
      way: .link,
      entry: grant.number.rawValue
    )
    try signIns.refuseLeaver(person.name)
    do {
      _ = try await runRevocation(
        of: grant.number,
        author: Author(
          actor: person.actor,
          reason: "signed in to the pages",
          program: Version.text
        ),
        ledger: kept.ledger,
        timekeeper: environment.timekeeper,
        wait: .seconds(10)
      )
    } catch LedgerError.grant(.alreadyRevoked) { throw used }
    return person
  }
}
