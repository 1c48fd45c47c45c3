package import RemoteAPI
import Roster
import VerbatimJSON

/// Posts alerts as JSON to an address:
/// `{id,madeAt,alerts:[{kind,change,since,text,operation,link}]}`.
package struct WebhookAlertSink: AlertSink {
  private let url: String
  private let transport: any Transport
  private let link: AlertLink

  /// Creates a sink.
  ///
  /// - Parameters:
  ///   - url: The address, which messages name by its host only.
  ///   - transport: The transport; the caller shuts it down.
  ///   - link: The link of an alert.
  package init(url: String, transport: any Transport, link: @escaping AlertLink) {
    (self.url, self.transport, self.link) = (url, transport, link)
  }

  package var name: String { "webhook of the alerts" }

  package func send(_ digest: AlertDigest) async throws(AlertFailure) {
    let alerts = digest.notices.map { notice in
      [
        "kind": .string(notice.kind.rawValue), "change": .string(notice.change.rawValue),
        "since": .string(notice.since.utc), "text": .string(notice.text),
        "operation": .optional(notice.operation), "link": .optional(link(notice)),
      ] as JSON
    }
    let body: JSON = [
      "id": .string(digest.id), "madeAt": .string(digest.madeAt.utc), "alerts": .array(alerts),
    ]
    let response = try await transport.post(body, to: url, for: name)
    guard 200...299 ~= response.status else {
      throw .refused(sink: name, code: "\(response.status)")
    }
  }
}

extension Transport {
  /// Posts a document; only the address's scheme and host are in messages.
  func post(
    _ body: JSON,
    to url: String,
    for sink: String
  ) async throws(AlertFailure) -> APIResponse {
    let request = APIRequest(
      method: .post,
      url: url,
      headers: [("content-type", "application/json; charset=utf-8")],
      body: body.bytes,
      redacted: url.split(separator: "/", omittingEmptySubsequences: false).prefix(3)
        .joined(separator: "/")
    )
    do throws(TransportError) { return try await send(request, timeout: .seconds(15)) } catch {
      throw .noResponse(sink: sink, error)
    }
  }
}
