import Feed
import VerbatimJSON

extension OpenAPI {
  /// The responses of a route of the feed that are no problems.
  static func feed(_ route: Route) -> [JSON.Member] {
    let text: JSON = ["schema": ["type": "string"]]
    guard case .own(.feed) = route.result else {
      let response: JSON = [
        "description": "Server-sent events; the data of each is an event.",
        "content": .object([JSON.Member(key: FeedForm.serverSent.type, value: text)]),
      ]
      return [JSON.Member(key: "200", value: response)]
    }
    let event = RowSchema.all["event"]?.json ?? ["type": "object"]
    let page: JSON = ["schema": ["type": "array", "items": event]]
    let response: JSON = [
      "description": "The events.",
      "headers": [
        "Rollbook-Position": [
          "description": "How far the feed looked: the next request's `after`.",
          "schema": ["type": "string"],
        ]
      ],
      "content": .object([
        JSON.Member(key: FeedForm.page.type, value: page),
        JSON.Member(key: FeedForm.lines.type, value: text),
      ]),
    ]
    return [
      JSON.Member(key: "200", value: response),
      JSON.Member(key: "304", value: ["description": "It has not changed."]),
    ]
  }
}
