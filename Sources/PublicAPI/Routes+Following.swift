import Access
import Feed

extension Routes {
  static let following = [
    Route(
      "GET",
      "feed",
      "readFeed",
      "What was recorded after a position, as CloudEvents; or from there on, one event a line.",
      .own(.feed),
      may: .feed,
      [
        .after, .lastEventID,
        RouteParameter(
          "limit",
          .integer(1, most: FeedQuery.most),
          "At most so many events; an entry is never cut in two."
        ),
        RouteParameter(
          "wait",
          .span,
          "How long to wait, at most 60s, if nothing was recorded after the position yet."
        ),
        RouteParameter("timeout", .integer(0), "The same in milliseconds."),
        .kinds, .feedFields, .includesValues,
      ]
    ).momentary,
    Route(
      "GET",
      "feed/stream",
      "streamFeed",
      "What is recorded after a position, as server-sent events, until the client goes.",
      .own(.feedStream),
      may: .feed,
      [.after, .lastEventID, .kinds, .feedFields, .includesValues]
    ).momentary,
  ]
}

extension RouteParameter {
  fileprivate static let after = RouteParameter(
    "after",
    .integer(0),
    "The position: an entry of the log; 0 is the beginning."
  )
  fileprivate static let lastEventID = RouteParameter(
    "lastEventId",
    .text,
    "Instead of a position, the identifier of the last event that arrived."
  )
  fileprivate static let kinds = RouteParameter(
    "kinds",
    .choice(FeedKind.allCases.map(\.rawValue)),
    "Only events of these kinds; several may be joined by commas."
  ).repeated
  fileprivate static let feedFields = RouteParameter(
    "fields",
    .text,
    "Of changed cells only those of these fields, by code; several may be joined by commas."
  ).repeated
  fileprivate static let includesValues = RouteParameter(
    "values",
    .flag,
    "Also what changed cells hold; it needs the right to read people."
  )
}
