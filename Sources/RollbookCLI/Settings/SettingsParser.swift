import DingTalk
import Roster
import Yams

/// Parses the YAML of a settings file, and reports errors with their line.
struct SettingsParser {
  /// The file's name in messages.
  let path: String

  func parse(_ text: String, at location: String) throws(SettingsError) -> SettingsFile {
    var file = SettingsFile(path: location)
    guard let root = try compose(text) else { return file }
    for (key, value) in try members(root, of: "the file", known: Self.topKeys) {
      switch key {
      case "ledger": file.ledger = try self.text(value, key)
      case "zone": file.zone = try self.text(value, key)
      case "dingtalk": try readDingTalk(value, into: &file)
      case "maycur": try readMaycur(value, into: &file)
      case "limits": try readLimits(value, into: &file)
      case "fields": try readFields(value, into: &file)
      case "proof": try readProof(value, into: &file)
      case "network": try readNetwork(value, into: &file)
      default: try readFetch(value, into: &file)
      }
    }
    return file
  }

  private static let topKeys = [
    "ledger", "zone", "dingtalk", "maycur", "fields", "fetch", "limits", "proof", "network",
  ]

  private func readDingTalk(_ node: Node, into file: inout SettingsFile) throws(SettingsError) {
    let known = ["url", "apiUrl", "api", "appKey", "agentId", "appSecretFile"]
    for (key, value) in try members(node, of: "dingtalk", known: known) {
      switch key {
      case "url": file.url = try text(value, "dingtalk.url")
      case "apiUrl": file.apiURL = try text(value, "dingtalk.apiUrl")
      case "api":
        guard let api = RosterAPI(rawValue: try text(value, "dingtalk.api")) else {
          throw wrong(value, "`dingtalk.api` must be auto, old or new")
        }
        file.api = api
      case "appKey": file.appKey = try text(value, "dingtalk.appKey")
      case "agentId": file.agentID = Int64(try number(value, "dingtalk.agentId"))
      default: file.appSecretFile = try text(value, "dingtalk.appSecretFile")
      }
    }
  }

  private func readMaycur(_ node: Node, into file: inout SettingsFile) throws(SettingsError) {
    let known = ["url", "appCode", "appSecretFile"]
    for (key, value) in try members(node, of: "maycur", known: known) {
      switch key {
      case "url": file.maycurURL = try text(value, "maycur.url")
      case "appCode": file.maycurAppCode = try text(value, "maycur.appCode")
      default: file.maycurSecretFile = try text(value, "maycur.appSecretFile")
      }
    }
  }

  private func readLimits(_ node: Node, into file: inout SettingsFile) throws(SettingsError) {
    let known = ["maxUsers", "maxEmptied", "maxRejected"]
    for (key, value) in try members(node, of: "limits", known: known) {
      let limit = try number(value, "limits.\(key)")
      guard key == "maxUsers" || limit <= 100 else {
        throw wrong(value, "`limits.\(key)` must be from 0 to 100")
      }
      switch key {
      case "maxUsers": file.maximumUsers = limit
      case "maxEmptied": file.maximumEmptied = limit
      default: file.maximumRejected = limit
      }
    }
  }

  private func readFields(_ node: Node, into file: inout SettingsFile) throws(SettingsError) {
    for (_, value) in try members(node, of: "fields", known: ["never"]) {
      guard case .sequence(let list) = value else {
        throw wrong(value, "`fields.never` must be a list of field codes")
      }
      for code in list {
        file.never.append(FieldCode(try text(code, "a field code of `fields.never`")))
      }
    }
  }

  private func readProof(_ node: Node, into file: inout SettingsFile) throws(SettingsError) {
    let known = ["key", "origin", "lastHead", "formerKeys", "policy"]
    for (key, value) in try members(node, of: "proof", known: known) {
      switch key {
      case "key": file.proofKey = try text(value, "proof.key")
      case "origin": file.proofOrigin = try text(value, "proof.origin")
      case "lastHead": file.lastHead = try text(value, "proof.lastHead")
      case "policy": file.policy = try text(value, "proof.policy")
      default:
        guard case .sequence(let list) = value else {
          throw wrong(value, "`proof.formerKeys` must be a list of public keys")
        }
        for key in list { file.formerKeys.append(try text(key, "a key of `proof.formerKeys`")) }
      }
    }
  }

  private func readNetwork(_ node: Node, into file: inout SettingsFile) throws(SettingsError) {
    let known = ["proxy", "noProxy", "caFile"]
    for (key, value) in try members(node, of: "network", known: known) {
      switch key {
      case "proxy":
        let text = try text(value, "network.proxy")
        // A user goes with a password, and that is none for a file that is copied and shared.
        if text.utf8.contains(UInt8(ascii: "@")) {
          throw .secretInFile(path: path, line: value.mark?.line ?? 0, key: "network.proxy")
        }
        file.proxy = text
      case "caFile": file.caFile = try text(value, "network.caFile")
      default:
        guard case .sequence(let list) = value else {
          throw wrong(value, "`network.noProxy` must be a list of hosts")
        }
        for host in list { file.noProxy.append(try text(host, "a host of `network.noProxy`")) }
      }
    }
  }

  private func readFetch(_ node: Node, into file: inout SettingsFile) throws(SettingsError) {
    for (_, value) in try members(node, of: "fetch", known: ["shrinkLimit"]) {
      var percent = ShrinkLimit().percent
      var people = ShrinkLimit().people
      let known = ["percent", "people"]
      for (key, limit) in try members(value, of: "fetch.shrinkLimit", known: known) {
        let number = try number(limit, "fetch.shrinkLimit.\(key)")
        if key == "people" { people = number } else { percent = number }
      }
      guard (0...100).contains(percent) else {
        throw wrong(value, "`fetch.shrinkLimit.percent` must be from 0 to 100")
      }
      file.shrinkLimit = ShrinkLimit(percent: percent, people: people)
    }
  }
}

extension SettingsParser {
  private func compose(_ text: String) throws(SettingsError) -> Node? {
    do {
      return try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw .malformed(path: path, line: error.line, problem: error.problem)
    } catch {
      throw .malformed(path: path, line: nil, problem: "it is not YAML")
    }
  }

  private func members(
    _ node: Node,
    of owner: String,
    known: [String]
  ) throws(SettingsError) -> [(String, Node)] {
    if isNull(node) { return [] }
    guard case .mapping(let mapping) = node else {
      throw wrong(
        node,
        "\(owner == "the file" ? owner : "`\(owner)`") must be a list of `key: value`"
      )
    }
    var members: [(String, Node)] = []
    for (keyNode, value) in mapping {
      let key = keyNode.string ?? "?"
      let line = keyNode.mark?.line ?? 0
      let whole = owner == "the file" ? key : "\(owner).\(key)"
      if isSecret(key) { throw .secretInFile(path: path, line: line, key: whole) }
      guard known.contains(key) else {
        throw .unknownKey(path: path, line: line, key: whole, known: known)
      }
      members.append((key, value))
    }
    return members
  }

  private func isSecret(_ key: String) -> Bool {
    let plain = key.lowercased().filter(\.isLetter)
    return plain == "secret" || plain == "password" || plain.hasSuffix("appsecret")
      || plain.hasSuffix("token")
  }

  private func text(_ node: Node, _ key: String) throws(SettingsError) -> String {
    guard case .scalar(let scalar) = node, !isNull(node), !scalar.string.isEmpty else {
      throw wrong(node, "\(quoted(key)) must be a text")
    }
    return scalar.string
  }

  private func number(_ node: Node, _ key: String) throws(SettingsError) -> Int {
    guard case .scalar(let scalar) = node, let number = Int(scalar.string), number >= 0 else {
      throw wrong(node, "\(quoted(key)) must be a whole number")
    }
    return number
  }

  private func quoted(_ key: String) -> String { key.contains(" ") ? key : "`\(key)`" }

  private func isNull(_ node: Node) -> Bool { node.null != nil }

  private func wrong(_ node: Node, _ problem: String) -> SettingsError {
    .malformed(path: path, line: node.mark?.line, problem: problem)
  }
}

extension YamlError {
  fileprivate var line: Int? {
    switch self {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark.line
    case .duplicatedKeysInMapping(_, let context): context.mark.line
    default: nil
    }
  }

  fileprivate var problem: String {
    switch self {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
      .composer(_, let problem, _, _):
      problem
    case .duplicatedKeysInMapping(let keys, _):
      "a key is there twice: " + keys.map { "`\($0)`" }.joined(separator: ", ")
    default: "it is not YAML"
    }
  }
}
