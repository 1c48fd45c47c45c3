import Foundation
import NIOHTTP1
import RollbookTestSupport
import Roster

/// A browser that follows a sign-in by a provider, and keeps its cookies.
extension Browser {
  /// The value of a parameter of an address.
  static func parameter(_ name: String, of address: String) -> String {
    URLComponents(string: address)?.queryItems?.first { $0.name == name }?.value ?? ""
  }

  private func keep(_ answer: Answer) {
    for header in answer.headers["Set-Cookie"] {
      let pair = header.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
      let isGone = header.contains("Max-Age=0")
      cookies[String(pair[0])] = isGone ? nil : pair.count == 2 ? String(pair[1]) : ""
    }
  }

  /// Begins a sign-in, and gives the address to which the browser is sent.
  func address(by way: String, to page: String? = nil) async throws -> String {
    let answer = try await open("/sign-in/\(way)" + (page.map { "?to=\($0)" } ?? ""))
    keep(answer)
    return answer.headers["Location"].first ?? "none: \(answer.text)"
  }

  /// Opens the address with which a provider sends it back.
  func comeBack(_ address: String) async throws -> Answer {
    last = address
    let answer = try await open(address)
    keep(answer)
    return answer
  }

  /// Signs in by a provider of OpenID Connect.
  func signIn(by provider: LoopbackProvider, to page: String? = nil) async throws -> Answer {
    let address = try await address(by: "oidc", to: page)
    let state = Self.parameter("state", of: address)
    let code = provider.signIn(at: address)
    return try await comeBack(
      Self.parameter("redirect_uri", of: address) + "?code=\(code)&state=\(state)"
    )
  }

  /// Signs in at the sandbox's page of DingTalk.
  func signInByDingTalk(_ user: String) async throws -> Answer {
    let address = try await address(by: "dingtalk")
    let sent = try await open(address + "&user=\(PercentEncoding.text(user))")
    return try await comeBack(sent.headers["Location"].first ?? "/none")
  }
}
