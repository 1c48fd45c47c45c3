import Access
import DingTalk
import Foundation
import Ledger
import LedgerProof
import Operations
import RemoteAPI
import Roster
import Schedule
import Tables
import TransparencyLog

/// What a command works with, from its flags, the environment and the settings file, in this order.
struct Settings: Sendable {
  /// The settings file; nil if none was read.
  let file: String?
  /// The ledger's path.
  let ledger: String
  /// How times are shown.
  var times: Times
  /// DingTalk's address.
  let url: String
  /// The address of DingTalk's newer calls.
  let apiURL: String
  /// By which calls the roster is read.
  let api: RosterAPI
  /// DingTalk's app key; nil if it is not set.
  let appKey: String?
  /// The agent id of the app; nil if it is not set.
  let agentID: Int64?
  /// Whether the service follows the changes that DingTalk reports.
  let followsStream: Bool
  /// The source of the app secret; nil if it is not set.
  let secret: SecretSource?
  /// Maycur's address; nil if it is not set.
  let maycurURL: String?
  /// Maycur's app code; nil if it is not set.
  let maycurAppCode: String?
  /// The source of Maycur's app secret; nil if it is not set.
  let maycurSecret: SecretSource?
  /// How much a batch may do.
  let limits: PlanLimits
  /// The fields that are never asked for.
  let never: Set<FieldCode>
  /// How much shorter than the last user list a new one may be.
  let shrinkLimit: ShrinkLimit

  /// The key that signs the heads of the log, and the file of the last head.
  let signing: SigningConfiguration
  /// The policy file that names the witnesses; nil if it is not set.
  let policy: String?
  /// The proxy and the authorities.
  let network: Network
  /// Where the service listens.
  let service: ServiceSettings
  /// What the service starts by itself; its folders are absolute.
  let schedule: [ScheduleLine]
  /// When there are alerts, and where they are said.
  let alerts: AlertSettings
  /// Where messages of the feed are posted.
  let webhooks: [WebhookSettings]
  /// The providers by which people sign in.
  let signIn: SignInSettings
  /// How long it is kept who looked, and for what; nil for ever.
  let accessKeep: KeptSpan?
  /// Who signs in, proposes and approves.
  let people: [StaffMember]
  /// Which batches other people must approve.
  let approval: ApprovalPolicy
  /// The class of each field.
  let classes: FieldClasses
  /// The address of the PostgreSQL database that has the log too; nil if it is not set.
  let mirrorURL: String?
  /// The source of its password; nil if it is not set.
  let mirrorPassword: SecretSource?

  /// The default address of DingTalk.
  static let defaultURL = "https://oapi.dingtalk.com"
  /// The default address of DingTalk's newer calls.
  static let defaultAPIURL = "https://api.dingtalk.com"
  /// The default path of the ledger.
  static let defaultLedger = "rollbook.sqlite"

  /// The variables that are read.
  enum Variable: String, CaseIterable, Sendable {
    case ledger = "ROLLBOOK_LEDGER"
    case url = "ROLLBOOK_DINGTALK_URL"
    case apiURL = "ROLLBOOK_DINGTALK_API_URL"
    case api = "ROLLBOOK_DINGTALK_API"
    case appKey = "ROLLBOOK_DINGTALK_APP_KEY"
    case appSecret = "ROLLBOOK_DINGTALK_APP_SECRET"
    case appSecretFile = "ROLLBOOK_DINGTALK_APP_SECRET_FILE"
    case agentID = "ROLLBOOK_DINGTALK_AGENT_ID"
    case maycurURL = "ROLLBOOK_MAYCUR_URL"
    case maycurAppCode = "ROLLBOOK_MAYCUR_APP_CODE"
    case maycurAppSecret = "ROLLBOOK_MAYCUR_APP_SECRET"
    case maycurAppSecretFile = "ROLLBOOK_MAYCUR_APP_SECRET_FILE"
    case caFile = "ROLLBOOK_CA_FILE"
    case mirrorURL = "ROLLBOOK_MIRROR_URL"
  }

  /// The values of the flags; nil for a flag that was not given.
  struct Flags: Sendable {
    /// `--ledger`.
    var ledger: String?
    /// `--config`.
    var config: String?
    /// `--zone`.
    var zone: String?
  }

  /// Collects the settings.
  ///
  /// - Parameters:
  ///   - flags: The values of the flags.
  ///   - environment: The variables; a variable of Rollbook that is set and empty is refused.
  ///   - folder: The working folder.
  /// - Returns: The settings.
  /// - Throws: `SettingsError` if a source is wrong.
  static func gather(
    _ flags: Flags,
    environment: [String: String],
    folder: String
  ) throws(SettingsError) -> Settings {
    try refuseEmpty(environment)
    let path = settingsPath(flags.config, folder: folder)
    let file = try SettingsFile.read(path, called: flags.config ?? SettingsFile.defaultName)
    let home = path.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
    func variable(_ variable: Variable) -> String? { environment[variable.rawValue] }
    func fromFile(_ path: String?) -> String? {
      path.flatMap { path in home.map { absolute(path, in: $0) } }
    }
    func place(_ named: Variable, _ path: String?) -> String? {
      variable(named).map { absolute($0, in: folder) } ?? fromFile(path)
    }
    func secret(_ named: Variable, _ inFile: Variable, _ path: String?) -> SecretSource? {
      variable(named).map { .environment(Secret($0)) }
        ?? place(inFile, path).map { .file(path: $0) }
    }
    let ledger =
      flags.ledger.map { absolute($0, in: folder) } ?? place(.ledger, file.ledger)
      ?? absolute(defaultLedger, in: folder)
    let (url, apiURL) = try dingTalkURLs(variable, file)
    return Settings(
      file: path,
      ledger: ledger,
      times: try times(flags: flags, file: file),
      url: url,
      apiURL: apiURL,
      api: try value(.api, environment) ?? file.dingtalk.api ?? .auto,
      appKey: variable(.appKey) ?? file.dingtalk.appKey,
      agentID: (try value(.agentID, environment) ?? file.dingtalk.agentId).map { Int64($0 as Int) },
      followsStream: file.dingtalk.stream ?? false,
      secret: secret(.appSecret, .appSecretFile, file.dingtalk.appSecretFile),
      maycurURL: try self.url(variable(.maycurURL), .maycurURL, file.maycur.url, "maycur.url"),
      maycurAppCode: variable(.maycurAppCode) ?? file.maycur.appCode,
      maycurSecret: secret(.maycurAppSecret, .maycurAppSecretFile, file.maycur.appSecretFile),
      limits: limits(file.limits),
      never: Set((file.fields.never ?? []).map { FieldCode($0) }),
      shrinkLimit: ShrinkLimit(
        percent: file.fetch.shrinkLimit.percent?.percent ?? ShrinkLimit().percent,
        people: file.fetch.shrinkLimit.people ?? ShrinkLimit().people
      ),
      signing: try signing(file.proof, key: fromFile(file.proof.key) ?? ledger + ".key", fromFile),
      policy: fromFile(file.proof.policy),
      network: try network(environment, file.network, caFile: place(.caFile, file.network.caFile)),
      service: try ServiceSettings(file.service, path: fromFile),
      schedule: try schedule(file, fromFile),
      alerts: try AlertSettings(file.alerts) { fromFile($0) ?? $0 },
      webhooks: file.webhooks.values.map { $0.movingFiles { fromFile($0) ?? $0 } },
      signIn: try SignInSettings(file.signIn) { fromFile($0) ?? $0 },
      accessKeep: try accessKeep(file.access),
      people: file.people.values,
      approval: try approval(file.approval, people: file.people.values),
      classes: try FieldClasses(file.classes),
      mirrorURL: variable(.mirrorURL) ?? file.mirror.url,
      mirrorPassword: fromFile(file.mirror.passwordFile).map { .file(path: $0) }
    )
  }

  /// Refuses a variable that is set and empty: a user who meant another system must not reach the
  /// live one.
  private static func refuseEmpty(_ environment: [String: String]) throws(SettingsError) {
    for variable in Variable.allCases {
      guard let text = environment[variable.rawValue] else { continue }
      if text.allSatisfy(\.isWhitespace) {
        let problem = "is set and empty. Give it a value, or unset it"
        throw .badValue(source: variable.rawValue, problem: problem)
      }
    }
  }

  /// The value of a variable; nil where it is not set.
  private static func value<Value: SettingValue>(
    _ variable: Variable,
    _ environment: [String: String]
  ) throws(SettingsError) -> Value? {
    guard let text = environment[variable.rawValue] else { return nil }
    do { return try Value(setting: text) } catch {
      throw .badValue(source: variable.rawValue, problem: "must \(error.must)")
    }
  }

  private static func signing(
    _ file: SettingsFile.Proof,
    key: String,
    _ place: (String?) -> String?
  ) throws(SettingsError) -> SigningConfiguration {
    SigningConfiguration(
      keyPath: key,
      origin: file.origin,
      lastHeadPath: place(file.lastHead) ?? key + ".head",
      isLastHeadNamed: file.lastHead != nil,
      formerKeys: try (file.formerKeys ?? []).map(formerKey)
    )
  }

  private static func formerKey(_ text: String) throws(SettingsError) -> VerifierKey {
    guard let key = try? VerifierKey(parsing: Array(text.utf8)) else {
      throw .badValue(source: "`proof.formerKeys`", problem: "has `\(text)`, which is no key")
    }
    return key
  }

  /// The file that is named, or the default one if it is there.
  private static func settingsPath(_ named: String?, folder: String) -> String? {
    let path = absolute(named ?? SettingsFile.defaultName, in: folder)
    return named != nil || FileManager.default.fileExists(atPath: path) ? path : nil
  }

  private static func times(
    flags: Flags,
    file: SettingsFile
  ) throws(SettingsError) -> Times {
    let name = flags.zone ?? file.zone ?? Times.defaultZone
    guard let times = Times(zone: name) else {
      throw .unknownZone(name, source: flags.zone == nil ? "The settings file" : "--zone")
    }
    return times
  }

  private static func limits(_ file: SettingsFile.Limits) -> PlanLimits {
    let strict = PlanLimits()
    return PlanLimits(
      maximumUsers: file.maxUsers ?? strict.maximumUsers,
      maximumEmptied: file.maxEmptied?.percent ?? strict.maximumEmptied,
      maximumRejected: file.maxRejected?.percent ?? strict.maximumRejected
    )
  }

  private static func approval(
    _ file: SettingsFile.Approval,
    people: [StaffMember]
  ) throws(SettingsError) -> ApprovalPolicy {
    let usual = ApprovalPolicy()
    let policy = ApprovalPolicy(
      rules: file.rules.values,
      lifetime: file.expire?.duration ?? usual.lifetime
    )
    if let problem = policy.problem(among: people) { throw .approvalCannotBeMet(problem) }
    return policy
  }

  static func url(
    _ value: String?,
    _ variable: Variable,
    _ fromFile: String?,
    _ key: String
  ) throws(SettingsError) -> String? {
    guard let text = value ?? fromFile else { return nil }
    let source = value == nil ? "`\(key)`" : variable.rawValue
    guard let url = URL(string: text), ["http", "https"].contains(url.scheme),
      url.host()?.isEmpty == false, url.query() == nil, url.user() == nil, url.fragment() == nil
    else {
      let problem = "must be an address like \(defaultURL), without a query or a password"
      throw .badValue(source: source, problem: problem)
    }
    return text.hasSuffix("/") ? String(text.dropLast()) : text
  }

  /// An address of the settings file; nil if it is not given.
  static func url(fromFile text: String?, _ key: String) throws(SettingsError) -> String? {
    try url(nil, .url, text, key)
  }

  private static func absolute(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") ? path : folder + (folder.hasSuffix("/") ? "" : "/") + path
  }
}

extension Settings {
  /// The list of erasures, and the account under which they are applied to an older copy of the
  /// ledger.
  func watch(in environment: CommandEnvironment) -> ErasureListKeeper? {
    signing.erasuresPath.map { path in
      ErasureListKeeper(
        list: path,
        actor: environment.actor,
        program: Version.text,
        timekeeper: environment.timekeeper
      )
    }
  }
}
