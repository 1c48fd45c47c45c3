/// One HTTP answer, whole.
public struct APIResponse: Hashable, Sendable {
  /// The HTTP status.
  public let status: Int
  /// The content type, where it was stated.
  public let contentType: String?
  /// The server's clock as its `Date` header has it, where it was stated.
  public let date: String?
  /// The body.
  public let body: [UInt8]

  /// Makes a response.
  public init(status: Int, contentType: String?, date: String? = nil, body: [UInt8]) {
    self.status = status
    self.contentType = contentType
    self.date = date
    self.body = body
  }
}
