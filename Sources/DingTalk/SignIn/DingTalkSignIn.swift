import RemoteAPI
package import Roster
import VerbatimJSON

/// What DingTalk gives for the code that a browser brought back: a person has signed in.
package struct DingTalkSignIn: Sendable {
  /// The company that the person chose; nil if DingTalk does not say.
  package let company: Verbatim?
  /// The person's own token, with which DingTalk says who they are.
  let token: Secret
}

extension DingTalkClient {
  /// Exchanges the code that a browser brought back.
  ///
  /// - Parameter code: The code, for one use.
  /// - Returns: The sign-in.
  /// - Throws: Why there is none; a code is never sent twice.
  package func signIn(code: String) async throws(DingTalkError) -> DingTalkSignIn {
    let call = DingTalkCall.userToken(code, of: configuration)
    let response = try await caller.response(to: call, with: nil)
    return try response.read(call) { json throws(MalformedDingTalkResponse) in
      let token = Secret(try json.name("accessToken").text)
      guard token.fitsRequest else {
        throw MalformedDingTalkResponse("accessToken", "is no token that a request can carry")
      }
      return DingTalkSignIn(
        company: json.anyText("corpId").flatMap { $0.isEmpty ? nil : $0 },
        token: token
      )
    }
  }

  /// Who has signed in.
  ///
  /// - Parameter signIn: The sign-in.
  /// - Returns: The user, as the roster has them; nil if they are none of the app's company.
  /// - Throws: Why DingTalk does not say.
  package func user(of signIn: DingTalkSignIn) async throws(DingTalkError) -> Verbatim? {
    let me = DingTalkCall.me
    let union = try await caller.response(to: me, with: signIn.token)
      .read(me) { json throws(MalformedDingTalkResponse) in try json.name("unionId") }
    let call = DingTalkCall.user(ofUnion: union)
    do throws(DingTalkError) {
      return try await response(to: call).read(call) { json throws(MalformedDingTalkResponse) in
        guard let user = try json.member("result").member("userid").userKey else {
          throw MalformedDingTalkResponse("result.userid", "is no key of a user")
        }
        return user
      }
    } catch .refused(let refusal, _) where refusal.code == "60121" {
      return nil
    }
  }
}

extension DingTalkCall {
  /// Exchanges a code; it is used up by the first exchange.
  fileprivate static func userToken(
    _ code: String,
    of configuration: DingTalkConfiguration
  ) -> DingTalkCall {
    DingTalkCall(
      api: "oauth2/userAccessToken",
      method: .post,
      path: "/v1.0/oauth2/userAccessToken",
      body: [
        "clientId": .string(configuration.appKey),
        "clientSecret": .string(configuration.appSecret.revealed), "code": .string(code),
        "grantType": "authorization_code",
      ],
      isNewer: true,
      needsToken: false,
      resultKey: "accessToken",
      isRepeatable: false
    )
  }

  /// Asks whose token it is with which it is sent.
  fileprivate static let me = DingTalkCall(
    api: "contact/users/me",
    method: .get,
    path: "/v1.0/contact/users/me",
    isNewer: true,
    resultKey: "unionId"
  )

  /// Asks which user of the company has a key across companies.
  fileprivate static func user(ofUnion union: Verbatim) -> DingTalkCall {
    DingTalkCall(
      api: "user/getbyunionid",
      method: .post,
      path: "/topapi/user/getbyunionid",
      body: ["unionid": .string(union.text)]
    )
  }
}
