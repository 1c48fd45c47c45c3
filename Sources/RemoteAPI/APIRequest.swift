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
  /// The whole URL, which may hold a token or a secret: never to be shown.
  package let url: String
  /// The headers, by name and value.
  package let headers: [(String, String)]
  /// The body; nil for none.
  package let body: [UInt8]?
  /// The URL as it may be shown and logged: without token and secret.
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
  /// The method and the URL without anything secret.
  package var description: String { "\(method.rawValue) \(redacted)" }

  /// A mirror that shows no more than the description.
  package var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}
