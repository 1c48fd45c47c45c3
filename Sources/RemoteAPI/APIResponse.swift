/// One HTTP answer, whole.
public struct APIResponse: Hashable, Sendable {
  /// The HTTP status.
  public let status: Int
  /// The content type, where it was stated.
  public let contentType: String?
  /// The body.
  public let body: [UInt8]

  /// Makes an answer.
  public init(status: Int, contentType: String?, body: [UInt8]) {
    self.status = status
    self.contentType = contentType
    self.body = body
  }
}
