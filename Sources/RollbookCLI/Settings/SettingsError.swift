import Access
import Roster

/// Why the settings cannot be used.
enum SettingsError: UserFacingError {
  /// The settings file cannot be read.
  case unreadable(path: String, reason: String)
  /// The settings file is not YAML, or not what it must be.
  case malformed(path: String, line: Int?, problem: String)
  /// The settings file has a key that means nothing.
  case unknownKey(path: String, line: Int, key: String, known: [String])
  /// The settings file contains a secret.
  case secretInFile(path: String, line: Int, key: String)
  /// A variable or flag has a value that it cannot have.
  case badValue(source: String, problem: String)
  /// Something that the command needs was set nowhere.
  case missing(what: String, variable: String, key: String)
  /// The file with the secret cannot be read.
  case secretUnreadable(path: String, reason: String)
  /// The file of the authorities that are trusted cannot be used.
  case authoritiesUnusable(path: String, reason: String)
  /// The rules of approval can never be met.
  case approvalCannotBeMet(ApprovalPolicy.Problem)
  /// There is no zone of that name.
  case unknownZone(String, source: String)

  var errorCode: ErrorCode {
    switch self {
    case .unreadable: ErrorCode("settingsUnreadable", .noInput)
    case .malformed: ErrorCode("settingsMalformed", .badSettings)
    case .unknownKey: ErrorCode("settingUnknown", .badSettings)
    case .secretInFile: ErrorCode("secretInSettings", .badSettings)
    case .badValue: ErrorCode("settingInvalid", .badSettings)
    case .missing: ErrorCode("settingMissing", .badSettings)
    case .secretUnreadable: ErrorCode("secretUnreadable", .noInput)
    case .authoritiesUnusable: ErrorCode("authoritiesUnusable", .noInput)
    case .approvalCannotBeMet: ErrorCode("approvalCannotBeMet", .badSettings)
    case .unknownZone: ErrorCode("zoneUnknown", .badSettings)
    }
  }

  var message: String {
    switch self {
    case .unreadable(let path, let reason):
      "The settings file \(path) cannot be read: \(reason). Name another with --config."
    case .malformed(let path, let line, let problem):
      "The settings file \(path) is wrong\(line.map { " at line \($0)" } ?? ""): \(problem)."
    case .unknownKey(let path, let line, let key, let known):
      """
      The settings file \(path) has an unknown key `\(key)` at line \(line). \
      Known here: \(known.joined(separator: ", ")).
      """
    case .secretInFile(let path, let line, let key):
      """
      The settings file \(path) holds a secret under `\(key)` at line \(line). Settings are \
      copied and shared: put it in a file of its own (`dingtalk.appSecretFile`, \
      `maycur.appSecretFile`, `mirror.passwordFile`) or in ROLLBOOK_DINGTALK_APP_SECRET, ROLLBOOK_MAYCUR_APP_SECRET or \
      HTTPS_PROXY, and change the secret if others could read it.
      """
    case .badValue(let source, let problem): "\(source) \(problem)."
    case .missing(let what, let variable, let key):
      "\(what) is not set. Set \(variable), or `\(key)` in rollbook.yaml."
    case .approvalCannotBeMet(.windows(let windows)):
      """
      The rules under `approval` can ask for \(windows.map(\.text).joined(separator: " and ")) at \
      once, which have no minute in common. Change a `window`.
      """
    case .approvalCannotBeMet(.signIns(let needs)):
      """
      A rule under `approval` with `fresh` asks for \(needs.joined(separator: " and ")), each by another \
      person than the proposer, who has just signed in to the pages; too few people with these duties \
      may. Give more of them a `role` in `people` that may approve: auditor, administrator or approver.
      """
    case .approvalCannotBeMet(.people(let needs)):
      """
      The rules under `approval` can ask for \(needs.joined(separator: " and ")), each by another \
      person than the proposer, and `people` has too few who may approve so. Name more of them \
      (`approves`), or need less.
      """
    case .secretUnreadable(let path, let reason):
      "The app secret's file \(path) cannot be read: \(reason)."
    case .authoritiesUnusable(let path, let reason):
      """
      The file \(path) of the authorities to trust (ROLLBOOK_CA_FILE, or network.caFile in \
      rollbook.yaml) cannot be used: \(reason).
      """
    case .unknownZone(let zone, let source):
      "\(source) names the zone `\(zone)`, which does not exist. Use a name like Asia/Shanghai."
    }
  }
}
