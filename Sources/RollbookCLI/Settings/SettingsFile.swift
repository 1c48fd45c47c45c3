import DingTalk
import Roster
import Yams

/// The values of `rollbook.yaml`; nil for a setting that it does not have.
struct SettingsFile: Hashable, Sendable {
  /// The file it was read from.
  var path: String
  /// The path of the ledger; relative to the file's folder.
  var ledger: String?
  /// The zone of tables.
  var zone: String?
  /// `dingtalk.url`.
  var url: String?
  /// `dingtalk.apiUrl`.
  var apiURL: String?
  /// `dingtalk.api`.
  var api: RosterAPI?
  /// `dingtalk.appKey`.
  var appKey: String?
  /// `dingtalk.agentId`.
  var agentID: Int64?
  /// `dingtalk.appSecretFile`; relative to the file's folder.
  var appSecretFile: String?
  /// `maycur.url`.
  var maycurURL: String?
  /// `maycur.appCode`.
  var maycurAppCode: String?
  /// `maycur.appSecretFile`; relative to the file's folder.
  var maycurSecretFile: String?
  /// `limits.maxUsers`.
  var maximumUsers: Int?
  /// `limits.maxEmptied`.
  var maximumEmptied: Int?
  /// `limits.maxRejected`.
  var maximumRejected: Int?
  /// `fields.never`: the fields that are never asked for.
  var never: [FieldCode] = []
  /// `fetch.shrinkLimit`: how much shorter a user list may be.
  var shrinkLimit: ShrinkLimit?

  /// `proof.key`; relative to the file's folder.
  var proofKey: String?
  /// `proof.origin`.
  var proofOrigin: String?
  /// `proof.lastHead`; relative to the file's folder.
  var lastHead: String?
  /// `proof.formerKeys`: keys that signed heads of the log before.
  var formerKeys: [String] = []
  /// `proof.policy`, a file; relative to the settings' folder.
  var policy: String?

  /// `network.proxy`.
  var proxy: String?
  /// `network.noProxy`: hosts that are called without the proxy.
  var noProxy: [String] = []
  /// `network.caFile`; relative to the file's folder.
  var caFile: String?

  /// The keys that the file may have, as a person writes them in documents.
  static let keys = [
    "ledger", "zone", "dingtalk.url", "dingtalk.apiUrl", "dingtalk.api", "dingtalk.appKey",
    "dingtalk.agentId", "dingtalk.appSecretFile", "maycur.url", "maycur.appCode",
    "maycur.appSecretFile",
    "fields.never", "fetch.shrinkLimit.percent", "fetch.shrinkLimit.people", "limits.maxUsers",
    "limits.maxEmptied", "limits.maxRejected", "proof.key", "proof.origin", "proof.lastHead",
    "proof.formerKeys", "proof.policy", "network.proxy", "network.noProxy", "network.caFile",
  ]

  /// The file that is read if no other is named and it exists.
  static let defaultName = "rollbook.yaml"

  /// Reads a settings file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - name: Its name in messages.
  /// - Returns: Its values.
  /// - Throws: `SettingsError` with the line, if there is one.
  static func read(_ path: String, calling name: String) throws(SettingsError) -> Self {
    let bytes: [UInt8]
    do { bytes = try NamedFile.bytes(path) } catch {
      throw .unreadable(path: name, reason: error.reason)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .unreadable(path: name, reason: "it is not UTF-8 text")
    }
    return try SettingsParser(path: name).parse(text, at: path)
  }
}

extension SettingsFile {
  /// The note about words in `fields.never` that exclude nothing; nil if there are none.
  static func note(ofIdle words: [Verbatim]) -> String? {
    guard !words.isEmpty else { return nil }
    let listed = words.map(\.text).joined(separator: ", ")
    let mean = words.count == 1 ? "means" : "mean"
    return
      "In fields.never, \(listed) \(mean) no field that DingTalk describes now, so nothing is kept "
      + "back by it. Correct it, or take it out."
  }
}
