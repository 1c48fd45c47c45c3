import Foundation

/// The folder of test data beside the checkout; nil if there is none.
enum Vectors {
  /// The folder, found by walking up from this file.
  static let folder: URL? = {
    var place = URL(fileURLWithPath: #filePath)
    while place.path != "/" {
      place.deleteLastPathComponent()
      let candidate = place.appendingPathComponent("shared/vectors")
      if FileManager.default.fileExists(atPath: candidate.appendingPathComponent("merkle").path) {
        return candidate
      }
    }
    return nil
  }()

  static var arePresent: Bool { folder != nil }

  /// Reads a file of the folder.
  static func read<Value: Decodable>(_ path: String, as type: Value.Type) throws -> Value {
    guard let folder else { throw CocoaError(.fileNoSuchFile) }
    return try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: path)))
  }
}

/// The bytes of a text.
func bytes(_ text: String) -> [UInt8] { [UInt8](text.utf8) }
