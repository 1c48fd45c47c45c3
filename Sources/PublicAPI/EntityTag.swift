import Crypto
import Foundation
import WebServer

/// Strong tags of responses, and the requests that have seen one.
enum EntityTag {
  /// The tag of the bytes that identify a response.
  static func of(_ bytes: [UInt8]) -> String {
    "\"\(Base64.urlText(Array(SHA256.hash(data: Data(bytes)).prefix(16))))\""
  }

  /// Whether the client has the response with a tag.
  static func matches(_ request: WebRequest, _ tag: String) -> Bool {
    (request.header("If-None-Match") ?? "").split(separator: ",").contains { seen in
      let seen = seen.trimmingPrefix { $0 == " " }.trimmingPrefix("W/")
      return seen.utf8.elementsEqual(tag.utf8) || seen == "*"
    }
  }
}
