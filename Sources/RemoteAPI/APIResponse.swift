/// One complete HTTP response.
package struct APIResponse: Hashable, Sendable {
  /// The HTTP status.
  package let status: Int
  /// The content type; nil if it was not stated.
  package let contentType: String?
  /// The server's time in the `Date` header; nil if it was not stated.
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
