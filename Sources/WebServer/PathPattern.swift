/// A path whose segments are fixed or parameters: `people/{system}/{user}`.
package struct PathPattern: Hashable, Sendable {
  /// The segments; a parameter has braces around it.
  package let segments: [String]

  package init(_ text: String) {
    segments = text.split(separator: "/").map(String.init)
  }

  /// The names of the parameters, without braces.
  package var names: [String] { segments.compactMap(Self.name) }

  /// The values of the parameters in a path; nil if the path is another one.
  package func match(_ path: some Collection<String>) -> [String: String]? {
    guard path.count == segments.count else { return nil }
    var values: [String: String] = [:]
    for (pattern, segment) in zip(segments, path) {
      if let name = Self.name(of: pattern) {
        values[name] = segment
      } else if !pattern.utf8.elementsEqual(segment.utf8) {
        return nil
      }
    }
    return values
  }

  /// The path with values for its parameters; one without a value stays as it is.
  package func filled(_ values: [String: String]) -> [String] {
    segments.map { segment in Self.name(of: segment).flatMap { values[$0] } ?? segment }
  }

  private static func name(of segment: String) -> String? {
    guard segment.hasPrefix("{") else { return nil }
    return String(segment.dropFirst().dropLast())
  }
}
