import Access
import Alerts
import DingTalk
import LedgerProof
import Operations
import RemoteAPI
import Roster
import Schedule
import Tables
import VerbatimJSON

/// Settings as they are shown: without secrets.
struct SettingsInForce: Sendable {
  let settings: Settings
  /// When the last run of each line of the schedule began, by the line's name.
  let lastRuns: [String: Instant]
  /// When each line is due next.
  let nextRuns: [String: Instant]
  /// The names of fields, by their codes.
  let fieldNames: [String: String]

  fileprivate var service: JSON {
    let service = settings.service
    return [
      "listen": .string(service.listen ?? ServiceAddress.usual),
      "publicURL": .optional(service.publicURL), "metrics": .optional(service.metrics),
      "tls": .bool(service.certificate != nil),
      "trustedProxies": .strings(service.trustedProxies.map(\.text)),
    ]
  }

  fileprivate var systems: (dingtalk: JSON, maycur: JSON) {
    (
      [
        "url": .string(settings.url), "apiUrl": .string(settings.apiURL),
        "api": .string(settings.api.rawValue), "appKey": .optional(settings.appKey),
        "hasSecret": .bool(settings.secret != nil), "stream": .bool(settings.followsStream),
        "never": .strings(settings.never.map(\.text).sorted()),
      ],
      [
        "url": .optional(settings.maycurURL), "appCode": .optional(settings.maycurAppCode),
        "hasSecret": .bool(settings.maycurSecret != nil),
      ]
    )
  }

  fileprivate var limits: JSON {
    [
      "maxUsers": .integer(settings.limits.maximumUsers),
      "maxEmptied": .integer(settings.limits.maximumEmptied),
      "maxRejected": .integer(settings.limits.maximumRejected),
    ]
  }

  fileprivate var proof: JSON {
    [
      "lastHead": .optional(settings.signing.lastHeadPath), "policy": .optional(settings.policy),
    ]
  }

  fileprivate var signIn: JSON {
    [
      "dingtalk": .optional(settings.signIn.dingtalk?.clientID),
      "oidc": .optional(settings.signIn.oidc?.issuer),
    ]
  }

  fileprivate var people: JSON {
    .array(
      settings.people.map { person in
        let ways = [
          ("dingtalk", settings.signIn.dingtalk != nil && !person.users.isEmpty),
          ("oidc", settings.signIn.oidc != nil && !person.oidc.isEmpty),
          ("account", !person.accounts.isEmpty),
        ]
        return [
          "name": .string(person.name), "role": .optional(person.role?.rawValue),
          "approves": .strings(person.approves.sorted()),
          "ways": .strings(ways.filter(\.1).map(\.0)),
        ]
      }
    )
  }

  fileprivate var approval: JSON {
    let rules = settings.approval.rules.map { rule -> JSON in
      [
        "for": .strings(rule.kinds.map(\.rawValue).sorted()), "above": .integer(rule.above),
        "fields": .strings(rule.fields), "needs": .strings(rule.needs.before),
        "afterwards": .strings(rule.needs.after),
        "reviewWithinSeconds": seconds(rule.needs.within),
        "freshSeconds": seconds(rule.needs.fresh),
        "window": .strings(rule.needs.windows.map(\.text)),
        "appliesItself": .bool(rule.needs.appliesItself),
        "fieldNames": .strings(rule.fields.map { fieldNames[$0] ?? $0 }),
      ]
    }
    return [
      "expireSeconds": seconds(settings.approval.lifetime),
      "rules": .array(rules),
    ]
  }

  private func seconds(_ span: Duration?) -> JSON {
    .optional(span.map { $0.inMilliseconds / 1000 })
  }

  fileprivate var schedule: JSON {
    .array(
      settings.schedule.map { line in
        [
          "line": .string(line.name), "do": .string(line.action.kind.rawValue),
          "lastRun": .optional(lastRuns[line.name].map { Times.machine($0) }),
          "nextRun": .optional(nextRuns[line.name].map { Times.machine($0) }),
        ]
      }
    )
  }

  fileprivate var alerts: JSON {
    let limits = settings.alerts.limits
    return [
      "fetchTooOldSeconds": seconds(limits.fetchAge),
      "fetchFailed": .integer(limits.failedFetches),
      "rowsUncertainSeconds": seconds(limits.uncertainAge),
      "driftAbove": .integer(limits.driftCells), "diskBelowMB": .integer(limits.freeBytes >> 20),
      "headKeptNowhereElseSeconds": seconds(limits.headUnkeptFor),
      "feedLag": .integer(limits.feedLag), "accessUnusual": .integer(limits.accessUnusual),
      "hasRobot": .bool(settings.alerts.robot != nil),
      "webhook": .optional(settings.alerts.webhookURL.map(WebhookSettings.server(of:))),
    ]
  }

  fileprivate var webhooks: JSON {
    .array(
      settings.webhooks.map { ["name": .string($0.name), "server": .string($0.server)] }
    )
  }
}

extension Column where Row == SettingsInForce {
  /// The columns of `settings`.
  static var settings: [Column] {
    [
      Column("file", title: "file") { Datum($0.settings.file.map { Verbatim($0) }) },
      Column("ledger", title: "ledger") { .text($0.settings.ledger) },
      Column("zone", title: "zone") { .text($0.settings.times.zone) },
      part("service") { $0.service }, part("dingtalk") { $0.systems.dingtalk },
      part("maycur") { $0.systems.maycur }, part("limits") { $0.limits },
      part("proof") { $0.proof }, part("signIn", "sign-in") { $0.signIn },
      part("people") { $0.people }, part("approval") { $0.approval },
      part("schedule") { $0.schedule }, part("alerts") { $0.alerts },
      part("webhooks") { $0.webhooks },
    ]
  }

  private static func part(
    _ key: String,
    _ title: String? = nil,
    _ json: @escaping @Sendable (SettingsInForce) -> JSON
  ) -> Column {
    Column(key, title: title ?? key) {
      let json = json($0)
      return .parts(json, inWords: words(json) ?? "none")
    }
  }

  /// A value in words; nil for nothing.
  private static func words(_ json: JSON) -> String? {
    switch json {
    case .null, .unreadable: return nil
    case .bool(let truth): return truth ? "yes" : "no"
    case .number(let digits): return digits
    case .string(let text): return Printable.oneLine(text)
    case .array(let elements):
      let isOfObjects = elements.contains { $0.members != nil }
      let words = elements.compactMap(words)
      return words.isEmpty ? nil : words.joined(separator: isOfObjects ? "; " : " ")
    case .object(let members):
      let words = members.compactMap { member in
        self.words(member.value).map { "\(member.key) \($0)" }
      }
      return words.isEmpty ? nil : words.joined(separator: ", ")
    }
  }
}
