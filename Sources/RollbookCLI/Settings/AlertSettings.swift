import Alerts

/// When there are alerts, and where they are said.
struct AlertSettings: Sendable {
  /// A DingTalk group robot.
  struct Robot: Sendable {
    /// The address of robots.
    let url: String
    /// The robot's access token.
    let token: SecretSource
    /// The secret that signs its messages; nil if it asks for none.
    let secret: SecretSource?
  }

  /// From when on a number is an alert.
  let limits: AlertLimits
  /// The group robot; nil if none is set.
  let robot: Robot?
  /// Where alerts are posted as JSON; nil if nowhere.
  let webhookURL: String?

  /// Reads the section of the settings file.
  ///
  /// - Parameters:
  ///   - file: The section.
  ///   - place: Makes a path of the file absolute.
  /// - Throws: `SettingsError` if an address is none, or the robot's token is missing.
  init(_ file: SettingsFile.Alerts, place: (String) -> String) throws(SettingsError) {
    let usual = AlertLimits()
    limits = AlertLimits(
      fetchAge: file.fetchTooOld?.duration ?? usual.fetchAge,
      failedFetches: file.fetchFailed ?? usual.failedFetches,
      uncertainAge: file.rowsUncertain?.duration ?? usual.uncertainAge,
      driftCells: file.driftAbove ?? usual.driftCells,
      freeBytes: file.diskBelow.map { Int64(min($0, 1 << 40)) << 20 } ?? usual.freeBytes,
      headUnkeptFor: file.headKeptNowhereElse?.duration ?? usual.headUnkeptFor,
      feedLag: file.feedLag ?? usual.feedLag,
      accessUnusual: file.accessUnusual ?? usual.accessUnusual
    )
    webhookURL = try Settings.url(fromFile: file.webhook.url, "alerts.webhook.url")
    let url = try Settings.url(fromFile: file.robot.url, "alerts.robot.url")
    if let token = file.robot.tokenFile {
      robot = Robot(
        url: url ?? RobotAlertSink.defaultURL,
        token: .file(path: place(token)),
        secret: file.robot.secretFile.map { .file(path: place($0)) }
      )
    } else {
      guard url == nil, file.robot.secretFile == nil else {
        let problem = "must name the file of the robot's access token"
        throw .badValue(source: "`alerts.robot.tokenFile`", problem: problem)
      }
      robot = nil
    }
  }
}
