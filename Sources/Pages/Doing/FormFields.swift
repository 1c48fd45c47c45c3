package import WebServer

/// The fields of a form that a browser sent, each at most once.
package struct FormFields: Sendable {
  /// A file, under the name that the browser has for it.
  package struct File: Hashable, Sendable {
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  package private(set) var texts: [String: String] = [:]
  package private(set) var files: [String: File] = [:]

  /// The text of a field; nil if it has none, or an empty one.
  package subscript(name: String) -> String? { texts[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// Reads `application/x-www-form-urlencoded`.
  ///
  /// - Parameter parameters: The parameters that the body has, in order.
  /// - Throws: ``Problem`` if a field is there twice.
  init(_ parameters: [WebRequest.Parameter]) throws(Problem) {
    for parameter in parameters {
      guard texts.updateValue(parameter.value, forKey: parameter.name) == nil else {
        throw Self.malformed
      }
    }
  }

  /// Reads `multipart/form-data` as browsers write it, and nothing else.
  ///
  /// - Parameters:
  ///   - body: The whole body.
  ///   - boundary: The text between the parts.
  /// - Throws: ``Problem`` if anything is not as a browser writes it.
  package init(_ body: [UInt8], boundary: String) throws(Problem) {
    var reader = MultipartReader(body, boundary: boundary)
    while let part = try reader.next() {
      guard texts[part.name] == nil, files[part.name] == nil else { throw Self.malformed }
      if let file = part.file {
        files[part.name] = File(name: file, bytes: part.bytes)
      } else {
        guard !part.bytes.contains(0), let text = String(validating: part.bytes, as: UTF8.self)
        else { throw Self.malformed }
        texts[part.name] = text
      }
    }
  }

  static var malformed: Problem {
    Problem(400, "badForm", "The form is not written as browsers write one. Open its page again.")
  }

  /// The boundary in a header `Content-Type`; nil if that is not `multipart/form-data` with one.
  package static func boundary(in type: String) -> String? {
    let start = "multipart/form-data; boundary="
    guard type.utf8.starts(with: start.utf8) else { return nil }
    let text = String(type.dropFirst(start.count))
    let isPlain = text.utf8.allSatisfy { PagesHandler.isPlain($0) || $0 == UInt8(ascii: "_") }
    return isPlain && 1...70 ~= text.utf8.count ? text : nil
  }
}
