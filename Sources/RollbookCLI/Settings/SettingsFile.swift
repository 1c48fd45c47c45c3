import DingTalk
import Foundation
import Roster

/// The contents of `rollbook.yaml`; a setting that is not given is nil.
///
/// Each property has the name of its key, so that this is the only list of them. Paths are relative
/// to the file's folder.
struct SettingsFile: Decodable, Sendable {
  struct DingTalk: Decodable, Sendable {
    let url: String?
    let apiUrl: String?
    let api: RosterAPI?
    let appKey: String?
    let agentId: Int?
    /// Whether the service follows the changes that the system reports.
    let stream: Bool?
    let appSecretFile: String?
  }

  struct Maycur: Decodable, Sendable {
    let url: String?
    let appCode: String?
    let appSecretFile: String?
  }

  struct Fields: Decodable, Sendable {
    /// The fields that are never asked for.
    let never: [String]?
  }

  struct Fetch: Decodable, Sendable {
    struct Shrinking: Decodable, Sendable {
      let percent: Percentage?
      let people: Int?
    }

    let shrinkLimit: Shrinking
  }

  struct Limits: Decodable, Sendable {
    let maxUsers: Int?
    let maxEmptied: Percentage?
    let maxRejected: Percentage?
  }

  struct Proof: Decodable, Sendable {
    let key: String?
    let origin: String?
    let lastHead: String?
    /// Keys that signed heads of the log before.
    let formerKeys: [String]?
    let policy: String?
  }

  struct Network: Decodable, Sendable {
    let proxy: String?
    /// The hosts that are called without the proxy.
    let noProxy: [String]?
    let caFile: String?
  }

  struct Service: Decodable, Sendable {
    struct TLS: Decodable, Sendable {
      let certificate: String?
      let key: String?
    }

    let listen: String?
    let socket: String?
    let metrics: String?
    /// The address that clients use, if a proxy is before the service.
    let publicURL: String?
    /// The addresses and networks of proxies that say for whom they ask.
    let trustedProxies: [String]?
    let tls: TLS
  }

  struct Alerts: Decodable, Sendable {
    struct Robot: Decodable, Sendable {
      let url: String?
      let tokenFile: String?
      let secretFile: String?
      let language: String?
    }

    struct Webhook: Decodable, Sendable {
      let url: String?
    }

    let fetchTooOld: SettingSpan?
    let fetchFailed: Int?
    let rowsUncertain: SettingSpan?
    let driftAbove: Int?
    /// In MB.
    let diskBelow: Int?
    let headKeptNowhereElse: SettingSpan?
    let feedLag: Int?
    let accessUnusual: Int?
    let robot: Robot
    let webhook: Webhook
  }

  struct Approval: Decodable, Sendable {
    /// How long a proposal can be decided about.
    let expire: SettingSpan?
    let rules: SettingsList<ApprovalRuleItem>
  }

  struct Access: Decodable, Sendable {
    /// How long it is kept who looked, and for what.
    let keep: KeptSpan?
  }

  struct Mirror: Decodable, Sendable {
    /// The address of the PostgreSQL database that has the log too.
    let url: String?
    let passwordFile: String?
  }

  struct Classes: Decodable, Sendable {
    /// The fields of each class: codes, or the beginnings of codes before a `*`.
    let open: [String]?
    let `private`: [String]?
    let sensitive: [String]?
  }

  struct SignIn: Decodable, Sendable {
    struct OIDC: Decodable, Sendable {
      let issuer: String?
      let clientId: String?
      let clientSecretFile: String?
    }

    struct App: Decodable, Sendable {
      let clientId: String?
      let clientSecretFile: String?
      /// The company whose people may sign in, until the ledger has it.
      let corpId: String?
    }

    /// Whether every person of the roster may sign in by DingTalk, to see what is recorded of them.
    let subjects: Bool?
    let oidc: OIDC
    let dingtalk: App
  }

  let ledger: String?
  let zone: String?
  let dingtalk: DingTalk
  let maycur: Maycur
  let fields: Fields
  let fetch: Fetch
  let limits: Limits
  let proof: Proof
  let network: Network
  let service: Service
  let schedule: SettingsList<ScheduleItem>
  let alerts: Alerts
  let webhooks: SettingsList<WebhookItem>
  let signIn: SignIn
  let access: Access
  let people: SettingsList<StaffItem>
  let approval: Approval
  let classes: Classes
  let mirror: Mirror

  /// The file that is read if no other is named.
  static let defaultName = "rollbook.yaml"

  /// Reads a settings file.
  ///
  /// - Parameters:
  ///   - path: The file; nil for settings of which none is given.
  ///   - name: Its name in messages.
  /// - Returns: Its contents.
  /// - Throws: `SettingsError` with the line, if there is one.
  static func read(_ path: String?, called name: String) throws(SettingsError) -> SettingsFile {
    guard let path else { return try SettingsDecoder.decode("", of: name) }
    let bytes: [UInt8]
    do { bytes = try NamedFile.bytes(path) } catch {
      throw .unreadable(path: name, reason: error.reason)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .unreadable(path: name, reason: "it is not UTF-8 text")
    }
    return try SettingsDecoder.decode(text, of: name)
  }
}

extension SettingsFile {
  /// The note on words in `fields.never` that match no field; nil if there are none.
  static func note(ofIdle words: [Verbatim]) -> String? {
    guard !words.isEmpty else { return nil }
    let listed = words.map(\.text).joined(separator: ", ")
    let mean = words.count == 1 ? "means" : "mean"
    return
      "In fields.never, \(listed) \(mean) no field that DingTalk describes now, so nothing is kept "
      + "back by it. Correct it, or take it out."
  }
}
