import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
@testable import RollbookCLI
import Roster
import Testing
import VerbatimJSON

/// A browser without a page: it keeps a session's cookie, and follows nothing by itself.
final class Browser {
  let service: RunningService
  private let client = HTTPClient(configuration: .init(redirectConfiguration: .disallow))
  /// The header `Cookie`; nil if it has none.
  var cookie: String?
  /// The cookies that it keeps besides, by name.
  var cookies: [String: String] = [:]
  /// With which address it came back last from a provider.
  var last: String?

  init(_ service: RunningService) { self.service = service }

  func close() async throws { try await client.shutdown() }

  struct Answer {
    let status: Int
    let headers: HTTPHeaders
    let text: String

    /// The cookie that it sets, as the browser sends it back.
    var cookie: String? {
      headers["Set-Cookie"].first?.split(separator: ";").first.map(String.init)
    }
  }

  /// Sends a request: a GET, or a form's POST if there are fields of one.
  func open(
    _ path: String,
    form: String? = nil,
    headers: [(String, String)] = []
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: path.hasPrefix("http") ? path : service.url + path)
    request.headers = HTTPHeaders(headers)
    let sent = [cookie].compactMap(\.self) + cookies.map { "\($0)=\($1)" }
    if !sent.isEmpty {
      request.headers.add(name: "Cookie", value: sent.joined(separator: "; "))
    }
    if let form {
      request.method = .POST
      if !request.headers.contains(name: "Content-Type") {
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
      }
      request.body = .bytes(ByteBuffer(string: form))
    }
    let response = try await client.execute(request, timeout: .seconds(30))
    let text = String(buffer: try await response.body.collect(upTo: 1 << 24))
    return Answer(status: Int(response.status.code), headers: response.headers, text: text)
  }

  /// Makes a link.
  func link(role: String = "auditor", as person: String = "王敏") async throws -> String {
    let made = await service.stage.run(
      "sign-in-link",
      "--as",
      person,
      "--role",
      role,
      "--format",
      "json"
    )
    #expect(made.status == .done, "\(made.notes)")
    return try JSON(parsing: Array(made.result.utf8))["link"]?.text ?? ""
  }

  static let same = [("Sec-Fetch-Site", "same-origin")]

  /// Presses the button of a link's page.
  func press(_ link: String, headers: [(String, String)] = Browser.same) async throws -> Answer {
    let secret = link.split(separator: "/").last ?? ""
    return try await open("/sign-in", form: "link=\(secret)", headers: headers)
  }

  /// Signs in with a new link, and keeps the cookie.
  func signIn(role: String = "auditor") async throws {
    let answer = try await press(try await link(role: role))
    #expect(answer.status == 303, "\(answer.text)")
    cookie = answer.cookie
  }
}
