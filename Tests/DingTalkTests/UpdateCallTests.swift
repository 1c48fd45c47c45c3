@testable import DingTalk
import RemoteAPI
import Roster
import Testing
import VerbatimJSON

/// The call that writes: one attempt, and an honest word about what may have become of it.
@Suite struct UpdateCallTests {
  private let update = RosterUpdate(
    user: "u1",
    groups: [
      RosterUpdate.Group(
        id: "sys00",
        sections: [
          RosterUpdate.Section(
            oldIndex: 0,
            fields: [RosterUpdate.Field(code: "备注", value: "好")]
          )
        ]
      )
    ]
  )

  @Test func `an update is acknowledged with DingTalk's own id`() async throws {
    let fixture = Fixture()
    fixture.transport.script(
      "/v2/update",
      .json(#"{"result":true,"success":true,"errcode":0,"errmsg":"ok","request_id":"r1"}"#)
    )
    let word = try await fixture.client.update(update)
    #expect(word.requestID == "r1")
    #expect(
      try fixture.transport.lastBody("/v2/update")?.compact
        == #"{"agentid":4711,"param":{"groups":[{"group_id":"sys00","sections":[{"old_index":0,"#
        + #""section":[{"field_code":"备注","value":"好"}]}]}],"userid":"u1"}}"#
    )
  }

  @Test(
    arguments: [
      (.json(#"{"errcode":400002,"errmsg":"参数错误"}"#), "dingtalkRefused", false),
      (.json(#"{"errcode":90018,"errmsg":"x"}"#), "dingtalkThrottled", false),
      (.json(#"{"errcode":-1,"errmsg":"系统繁忙"}"#), "dingtalkBusy", true),
      (
        .json(#"{"errcode":15,"sub_code":"isp.service-error","errmsg":"x"}"#), "dingtalkBusy",
        true
      ),
      (.json(#"{"errcode":15,"errmsg":"Remote service error"}"#), "dingtalkRefused", true),
      (.json(#"{"errcode":400001,"errmsg":"系统错误"}"#), "dingtalkRefused", true),
      (.json(#"{"errcode":31415,"errmsg":"never heard of"}"#), "dingtalkRefused", true),
      (.json(#"{"errcode":88,"errmsg":"x"}"#), "dingtalkPermissionDenied", true),
      (.json(#"{"errcode":88,"sub_code":"31415"}"#), "dingtalkPermissionDenied", true),
      (.json(#"{"errcode":88,"sub_code":"400002"}"#), "dingtalkRefused", false),
      (.json(#"{"errcode":33012,"errmsg":"无效的USERID"}"#), "dingtalkRefused", false),
      (.json(#"{"errcode":400002,"errmsg":"x"}"#, status: 500), "dingtalkRefused", true),
      (.json(#"{"errcode":90018,"errmsg":"x"}"#, status: 503), "dingtalkThrottled", true),
      (.json(#"{"errcode":40014,"errmsg":"x"}"#, status: 502), "dingtalkTokenRefused", true),
      (.json(#"{"code":"systemError","message":"m"}"#, status: 500), "dingtalkBusy", true),
      (.json(#"{"errcode":90020,"errmsg":"x"}"#), "dingtalkQuotaSpent", false),
      (.json(#"{"errcode":400020,"errmsg":"x"}"#), "dingtalkPermissionDenied", false),
      (.html("<html>banned</html>"), "dingtalkBanned", true),
      (.json("{}", status: 500), "dingtalkServerFailed", true),
      (.json(#"{"errcode":0,"result":false}"#), "dingtalkMalformedResponse", true),
      (.json("{"), "dingtalkMalformedResponse", true),
      (.failure(.connectionFailed(url: "u", cause: "c")), "dingtalkUnreachable", false),
      (.failure(.connectionLost(url: "u", cause: "c")), "dingtalkUnreachable", true),
      (.failure(.timedOut(url: "u", after: .seconds(1))), "dingtalkUnreachable", true),
      (.failure(.cancelled(url: "u")), "dingtalkUnreachable", true),
    ] as [(ScriptedTransport.Line, String, Bool)]
  )
  func `an attempt that failed is not repeated, and says whether it may have been applied`(
    line: ScriptedTransport.Line,
    name: String,
    mayBeThere: Bool
  ) async {
    let fixture = Fixture()
    fixture.transport.script("/v2/update", line)
    let error = await #expect(throws: DingTalkError.self) {
      try await fixture.client.update(update)
    }
    #expect(error?.name == name)
    #expect(error?.mayHaveBeenApplied == mayBeThere)
    #expect(fixture.transport.asked("/v2/update").count == 1)
  }

  @Test func `a refused token is renewed, since it changed nothing`() async throws {
    let fixture = Fixture()
    fixture.transport.script(
      "/v2/update",
      .json(#"{"errcode":40014,"errmsg":"不合法的access_token"}"#),
      .json(#"{"result":true,"errcode":0}"#)
    )
    _ = try await fixture.client.update(update)
    #expect(fixture.transport.asked("/v2/update").count == 2)
  }
}
