/// One HTTP request to a system's API.
package struct APIRequest: Sendable {
  /// An HTTP method.
  package enum Method: String, Hashable, Sendable {
    /// Asks.
    case get = "GET"
    /// Sends a body.
    case post = "POST"
  }

  /// The method.
  package let method: Method
  /// The whole URL, which may contain a token or a secret: never to be printed.
  package let url: String
  /// The headers, by name and value.
  package let headers: [(String, String)]
  /// The body; nil for none.
  package let body: [UInt8]?
  /// The URL for messages and the log: without token and secret.
  package let redacted: String

  package init(
    method: Method,
    url: String,
    headers: [(String, String)] = [],
    body: [UInt8]? = nil,
    redacted: String
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.redacted = redacted
  }
}

extension APIRequest: CustomStringConvertible, CustomReflectable {
  /// The method and the URL, without secrets.
  package var description: String { "\(method.rawValue) \(redacted)" }

  /// Shows only the description.
  package var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}
