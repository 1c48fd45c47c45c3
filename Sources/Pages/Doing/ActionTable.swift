import Access
import VerbatimJSON

/// The table of what can be done on the pages.
enum ActionTable {
  private typealias Field = PageAction.Field

  static let all = writing + recording + deciding

  /// The action with which a change begins; it is in the navigation.
  static let propose = "push"

  static subscript(name: String) -> PageAction? { all.first { $0.name == name } }

  private static let systems = Field("to", .choice(["dingtalk", "maycur"])).required.planned
  private static let reason = Field("reason").required
  private static let ticket = Field("ticket")
  private static let limits = [
    Field("skipBad", .flag).planned,
    Field("allowUnobserved", .flag).planned.rare,
    Field("maxUsers", .number).planned.rare,
    Field("maxEmptied", .number).planned.rare,
    Field("canary", .number).rare,
  ]
  private static let selected = [
    Field("users", .texts).planned.rare, Field("fields", .texts).planned.rare,
  ]

  /// What writes to a system: planned and shown first.
  private static let writing = [
    PageAction(
      propose,
      "pushes/new",
      may: .push,
      sends: "pushes",
      plans: "plans",
      [Field("file", .table).required.planned, systems, reason, ticket] + limits
        + [Field("sheet").planned.rare]
    ),
    PageAction(
      "edit",
      "people/{system}/{user}/edit",
      may: .push,
      sends: "pushes",
      plans: "plans",
      [
        Field("field").required.part, Field("value").required.part, Field("file", .made).planned,
        reason, ticket, Field("allowUnobserved", .flag).planned.rare,
      ]
    ) { [JSON.Member(key: "to", value: .string($0["system"] ?? ""))] },
    PageAction(
      "rollback",
      "batches/{batch}/rollback",
      may: .push,
      sends: "batches/{batch}/rollback",
      plans: "batches/{batch}/rollback/plan",
      [reason, ticket] + selected
        + [Field("assumeUnchanged", .flag).planned.rare] + limits.dropFirst()
    ),
    PageAction(
      "retry",
      "batches/{batch}/retry",
      may: .push,
      sends: "batches/{batch}/retries",
      plans: "batches/{batch}/retries/plan",
      [reason, ticket] + limits
    ),
    PageAction(
      "replay",
      "batches/{batch}/replay",
      may: .push,
      sends: "batches/{batch}/replay",
      plans: "batches/{batch}/replay/plan",
      [Field("to", .choice(["maycur", "dingtalk"])).required.planned, reason, ticket]
        + [Field("propagateClears", .flag).planned] + limits + selected
    ),
  ]

  /// What writes to no system, or only what a batch had already written.
  private static let recording = [
    PageAction(
      "settle",
      "batches/{batch}/settle",
      may: .settle,
      sends: "batches/{batch}/settlements",
      [Field("reason"), ticket, Field("resend", .flag).rare]
    ),
    PageAction(
      "rehearse",
      "batches/{batch}/rehearse",
      may: .plan,
      sends: "batches/{batch}/rehearsal",
      [Field("maxEmptied", .number).rare]
    ),
    PageAction(
      "verify",
      "proof/verify",
      may: .verify,
      sends: "verifications",
      [Field("full", .flag)]
    ),
    PageAction("fetch", "fetches/new", may: .fetch, sends: "fetches", [Field("reason"), ticket]),
    PageAction(
      "fetchPerson",
      "people/dingtalk/{user}/fetch",
      may: .fetch,
      sends: "fetches",
      [Field("reason"), ticket]
    ) { [JSON.Member(key: "users", value: .strings([$0["user"] ?? ""]))] },
    PageAction(
      "hold",
      "people/{system}/{user}/hold",
      may: .hold,
      sends: "holds",
      [reason, ticket],
      members: person
    ),
    PageAction(
      "release",
      "people/{system}/{user}/release",
      may: .hold,
      sends: "holds/releases",
      [reason, ticket],
      members: person
    ),
    // The API only proposes it, so what others approve later need not be what was shown before.
    PageAction(
      "erase",
      "people/{system}/{user}/erase",
      may: .erase,
      sends: "erasures",
      plans: "erasures/plan",
      expectsPlan: false,
      [reason, ticket, Field("fields", .texts).planned.rare],
      members: person
    ),
    PageAction(
      "stop",
      "jobs/{job}/stop",
      may: .readPeople,
      sends: "jobs/{job}",
      method: "DELETE"
    ),
  ]

  /// What people decide about proposals, of the content that the page of the form shows.
  private static let deciding = [
    decision("approve", may: .approve, "approval"),
    decision("decline", may: .approve, "refusal"),
    decision("withdraw", may: .push, "withdrawal"),
    decision("review", may: .approve, "review"),
    PageAction(
      "apply",
      "proposals/{proposal}/apply",
      may: .push,
      sends: "proposals/{proposal}/application",
      [digest, Field("reason")]
    ),
    PageAction(
      "emergency",
      "proposals/{proposal}/emergency",
      may: .push,
      sends: "proposals/{proposal}/application",
      [digest, reason]
    ) { _ in [JSON.Member(key: "emergency", value: true)] },
  ]

  private static let digest = Field("digest", .digest).required

  private static func decision(
    _ name: String,
    may permission: Permission,
    _ resource: String
  ) -> PageAction {
    PageAction(
      name,
      "proposals/{proposal}/\(name)",
      may: permission,
      sends: "proposals/{proposal}/\(resource)",
      [digest, reason, ticket]
    )
  }

  private static let person: @Sendable ([String: String]) -> [JSON.Member] = { values in
    ["user", "system"].map { JSON.Member(key: $0, value: .string(values[$0] ?? "")) }
  }
}
