import Yams

/// Decodes one section of a settings file from YAML, and says the line of what is wrong with it.
///
/// The keys of a section are those for which the decoded type asks; another key is refused. A section
/// that is not given is decoded as one without keys.
final class SettingsDecoder: Decoder {
  /// Takes the path of each key that is asked for, as documents write it: `dingtalk.url`.
  typealias Asking = (String) -> Void

  private let file: String
  private let section: String
  private let asking: Asking
  private let members: [(key: String, line: Int, value: Node)]
  private var known: [String] = []

  /// Decodes a whole file.
  ///
  /// - Parameters:
  ///   - text: The YAML.
  ///   - file: The name of the file in messages.
  ///   - asking: Takes the path of every key that the file may have.
  /// - Returns: The contents.
  /// - Throws: `SettingsError`.
  static func decode<Value: Decodable>(
    _ text: String,
    of file: String,
    asking: @escaping Asking = { _ in }
  ) throws(SettingsError) -> Value {
    do {
      return try decode(Yams.compose(yaml: text), "", file, asking)
    } catch let error as SettingsError {
      throw error
    } catch {
      let yaml = error as? YamlError
      let problem = yaml?.problem ?? "it is not YAML"
      throw .malformed(path: file, line: yaml?.line, problem: problem)
    }
  }

  private static func decode<Value: Decodable>(
    _ node: Node?,
    _ section: String,
    _ file: String,
    _ asking: @escaping Asking
  ) throws -> Value {
    let decoder = try SettingsDecoder(node, section, file, asking)
    let value = try Value(from: decoder)
    try decoder.refuseUnknownKeys()
    return value
  }

  private init(
    _ node: Node?,
    _ section: String,
    _ file: String,
    _ asking: @escaping Asking
  ) throws(SettingsError) {
    self.file = file
    self.section = section
    self.asking = asking
    guard let node, node.null == nil else {
      members = []
      return
    }
    guard case .mapping(let mapping) = node else {
      let owner = section.isEmpty ? "the file" : "`\(section)`"
      throw .malformed(
        path: file,
        line: node.mark?.line,
        problem: "\(owner) must be a list of `key: value`"
      )
    }
    members = mapping.map { ($0.string ?? "?", $0.mark?.line ?? 0, $1) }
    if let secret = members.first(where: { Self.isSecret($0.key) }) {
      throw .secretInFile(path: file, line: secret.line, key: whole(secret.key))
    }
  }

  private static func isSecret(_ key: String) -> Bool {
    let plain = key.lowercased().filter(\.isLetter)
    return plain == "password" || plain.hasSuffix("secret") || plain.hasSuffix("token")
  }

  private func refuseUnknownKeys() throws(SettingsError) {
    for member in members where !known.contains(member.key) {
      throw .unknownKey(path: file, line: member.line, key: whole(member.key), known: known)
    }
  }

  private func whole(_ key: String) -> String { section.isEmpty ? key : "\(section).\(key)" }
}

extension SettingsDecoder {
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(SettingsContainer<Key>(decoder: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw unsupported }
  func singleValueContainer() throws -> any SingleValueDecodingContainer { throw unsupported }

  /// A type of another shape than the settings have; only a change of the program can cause it.
  fileprivate var unsupported: SettingsError {
    .malformed(path: file, line: nil, problem: "`\(section)` cannot be read")
  }

  /// Whether a value is given under a key, for which the type asks by this.
  fileprivate func contains(_ key: String) -> Bool {
    known.append(key)
    asking(whole(key))
    return node(key) != nil
  }

  /// The value, the list of values, or the section under a key.
  fileprivate func decoded<Value: Decodable>(_ type: Value.Type, _ key: String) throws -> Value {
    let node = node(key)
    if let node, let leaf = type as? any SettingValue.Type,
      let value = try scalar(leaf, node, "`\(whole(key))`") as? Value
    {
      return value
    }
    if let node, let listing = type as? any SettingsListing.Type {
      known.append(key)
      if let value = try listing.read(node, key, by: self) as? Value { return value }
    }
    if let node, type == [String].self, let value = try list(node, key) as? Value { return value }
    known.append(key)
    return try Self.decode(node, whole(key), file, asking)
  }

  private func node(_ key: String) -> Node? { members.first { $0.key == key }?.value }

  private func list(_ node: Node, _ key: String) throws(SettingsError) -> [String] {
    let thing = Self.things[key] ?? "text"
    guard case .sequence(let list) = node else {
      throw wrong(node, "`\(whole(key))` must be a list of \(thing)s")
    }
    var texts: [String] = []
    for node in list {
      texts.append(try scalar(String.self, node, "a \(thing) of `\(whole(key))`"))
    }
    return texts
  }

  /// The elements of a list of sections; an element that is wrong is named by its place and key.
  func items<Item: SettingsItem>(_: Item.Type, _ node: Node, _ key: String) throws -> [Item.Made] {
    guard case .sequence(let list) = node else {
      throw wrong(node, "`\(whole(key))` must be a list of lines that begin with `-`")
    }
    var made: [Item.Made] = []
    var seen: Set<String> = []
    for (index, node) in list.enumerated() {
      let decoder = try SettingsDecoder(node, "\(whole(key))[\(index + 1)]", file) { _ in }
      let item = try Item(from: decoder)
      try decoder.refuseUnknownKeys()
      do throws(SettingsItemProblem) {
        let value = try item.make()
        let identity = Item.identity(of: value)
        guard seen.insert(identity.text).inserted else {
          let must = "not say the same as another: \(identity.text)"
          throw SettingsItemProblem(key: identity.key, must: must)
        }
        made.append(value)
      } catch {
        let place = decoder.node(error.key) ?? node
        throw wrong(place, "`\(decoder.whole(error.key))` must \(error.must)")
      }
    }
    return made
  }

  /// What the lists of the settings hold.
  private static let things = [
    "never": "field code", "formerKeys": "public key", "noProxy": "host",
    "trustedProxies": "address",
    "accounts": "account", "users": "userid or job number", "oidc": "subject or mail address",
    "approves": "duty", "needs": "duty", "for": "kind of operation", "fields": "field code",
  ]

  private func scalar<Value: SettingValue>(
    _ type: Value.Type,
    _ node: Node,
    _ name: String
  ) throws(SettingsError) -> Value {
    var text = ""
    if case .scalar(let scalar) = node, node.null == nil { text = scalar.string }
    // A user goes with a password, and a file that is copied and shared must not hold one.
    if name == "`network.proxy`", text.utf8.contains(UInt8(ascii: "@")) {
      throw .secretInFile(path: file, line: node.mark?.line ?? 0, key: "network.proxy")
    }
    if name == "`mirror.url`", text.contains(/password\s*=|\/\/[^\/@]*:[^\/]*@/) {
      throw .secretInFile(path: file, line: node.mark?.line ?? 0, key: "mirror.url")
    }
    do { return try Value(setting: text) } catch { throw wrong(node, "\(name) must \(error.must)") }
  }

  private func wrong(_ node: Node, _ problem: String) -> SettingsError {
    .malformed(path: file, line: node.mark?.line, problem: problem)
  }
}

/// The keys of a section, as the compiler's `init(from:)` asks for them.
private struct SettingsContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: SettingsDecoder
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { [] }

  // The compiler asks for an optional property by these two, and then by `decode`.
  func contains(_ key: Key) -> Bool { decoder.contains(key.stringValue) }
  func decodeNil(forKey key: Key) -> Bool { false }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try decoder.decoded(type, key.stringValue)
  }

  func nestedContainer<Nested>(
    keyedBy type: Nested.Type,
    forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { throw decoder.unsupported }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    throw decoder.unsupported
  }

  func superDecoder() throws -> any Decoder { throw decoder.unsupported }
  func superDecoder(forKey key: Key) throws -> any Decoder { throw decoder.unsupported }
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
