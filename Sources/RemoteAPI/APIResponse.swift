/// One HTTP answer, whole.
package struct APIResponse: Hashable, Sendable {
  /// The HTTP status.
  package let status: Int
  /// The content type, where it was stated.
  package let contentType: String?
  /// The server's clock as its `Date` header has it, where it was stated.
  package let date: String?
  /// The body.
  package let body: [UInt8]

  package init(status: Int, contentType: String?, date: String? = nil, body: [UInt8]) {
    self.status = status
    self.contentType = contentType
    self.date = date
    self.body = body
  }
}
