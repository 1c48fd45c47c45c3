/// One HTTP request to a system's API.
public struct APIRequest: Sendable {
  /// An HTTP method.
  public enum Method: String, Hashable, Sendable {
    /// Asks.
    case get = "GET"
    /// Sends a body.
    case post = "POST"
  }

  /// The method.
  public let method: Method
  /// The whole URL, which may hold a token or a secret: never to be shown.
  public let url: String
  /// The headers, by name and value.
  public let headers: [(String, String)]
  /// The body; nil for none.
  public let body: [UInt8]?
  /// The URL as it may be shown and logged: without token and secret.
  public let redacted: String

  /// Makes a request.
  ///
  /// - Parameters:
  ///   - method: The method.
  ///   - url: The whole URL.
  ///   - headers: The headers, by name and value.
  ///   - body: The body; nil for none.
  ///   - redacted: The URL without anything secret.
  public init(
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
  public var description: String { "\(method.rawValue) \(redacted)" }

  /// A mirror that shows no more than the description.
  public var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}
