import Roster

extension FieldClasses {
  /// The classes of the settings over those of the built-in table.
  ///
  /// - Parameter file: The section `classes`.
  /// - Throws: `SettingsError.badValue` if a pattern is in two classes, or is none.
  init(_ file: SettingsFile.Classes) throws(SettingsError) {
    let given: [(FieldClass, [String]?)] = [
      (.open, file.open), (.private, file.private), (.sensitive, file.sensitive),
    ]
    var rules: [Rule] = []
    for (of, patterns) in given {
      for text in patterns ?? [] {
        let pattern = FieldPattern(text)
        guard !text.isEmpty, !text.dropLast().utf8.contains(UInt8(ascii: "*")) else {
          let problem = "has `\(text)`; it takes codes of fields, with a `*` at the end only"
          throw .badValue(source: "`classes.\(of.rawValue)`", problem: problem)
        }
        if let other = rules.first(where: { $0.pattern == pattern }) {
          let problem = "has `\(text)`, and so has `classes.\(other.of.rawValue)`"
          throw .badValue(source: "`classes.\(of.rawValue)`", problem: problem)
        }
        rules.append(Rule(pattern, of))
      }
    }
    self.init(rules)
  }
}
