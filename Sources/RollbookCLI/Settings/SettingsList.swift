import Yams

/// A list of sections in the settings file; empty if it is not given.
struct SettingsList<Item: SettingsItem>: Decodable, Sendable {
  let values: [Item.Made]

  /// The elements that were read.
  init(values: [Item.Made]) { self.values = values }

  /// A list that is not given; it asks for the keys that an element may have.
  init(from decoder: any Decoder) throws {
    _ = try Item(from: decoder)
    values = []
  }
}

/// Some list of sections, whatever its elements are.
protocol SettingsListing {
  /// Reads it by a decoder that knows the place of each key.
  static func read(_ node: Node, _ key: String, by decoder: SettingsDecoder) throws -> Self
}

extension SettingsList: SettingsListing {
  static func read(_ node: Node, _ key: String, by decoder: SettingsDecoder) throws -> Self {
    Self(values: try decoder.items(Item.self, node, key))
  }
}
