import RemoteAPI
import Roster
import VerbatimJSON

extension DingTalkCall {
  /// Requests a connection of the Stream for all events.
  static func openStream(of configuration: DingTalkConfiguration) -> DingTalkCall {
    DingTalkCall(
      api: "gateway/connections/open",
      method: .post,
      path: "/v1.0/gateway/connections/open",
      body: [
        "clientId": .string(configuration.appKey),
        "clientSecret": .string(configuration.appSecret.revealed),
        "subscriptions": [["type": "EVENT", "topic": "*"]],
        "ua": "rollbook",
      ],
      isNewer: true,
      needsToken: false,
      resultKey: "endpoint"
    )
  }
}

extension WebSocketAddress {
  /// The address that the gateway gave, with its ticket.
  ///
  /// - Parameters:
  ///   - json: The response of `gateway/connections/open`.
  ///   - mustBeSecure: Whether only `wss` will do, because the gateway itself was called by https.
  /// - Throws: What is wrong with it.
  init(gateway json: JSON, mustBeSecure: Bool) throws(MalformedDingTalkResponse) {
    let ticket = Secret(try json.name("ticket").text)
    let endpoint = try json.name("endpoint").text
    let separator = endpoint.contains("?") ? "&" : "?"
    let ending = "\(separator)ticket=\(PercentEncoding.text(ticket.revealed))"
    guard let address = WebSocketAddress(endpoint + ending) else {
      throw MalformedDingTalkResponse("endpoint", "is no address of a WebSocket")
    }
    guard address.isSecure || !mustBeSecure else {
      throw MalformedDingTalkResponse("endpoint", "is not secure (wss)")
    }
    self = address
  }
}
