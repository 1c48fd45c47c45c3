import Roster
import VerbatimJSON

extension FetchRequest {
  /// The request as the log keeps it.
  var operation: OperationRequest {
    OperationRequest(
      kind: .fetch,
      by: author,
      system: .dingtalk,
      parameters: Verbatim(parameters.compact)
    )
  }

  private var parameters: JSON {
    let asked: JSON = [
      "users": users.map { .strings($0.map(\.text)) } ?? "all",
      "fields": fields.map { .strings($0.map(\.text)) } ?? "all",
      "never": .strings(never.sorted().map(\.text)),
      "shrinkLimit": [
        "percent": .integer(shrinkLimit.percent),
        "people": .integer(shrinkLimit.people),
      ],
      "pagesInFlight": .integer(pagesInFlight),
    ]
    guard !events.isEmpty, let members = asked.members else { return asked }
    return .object(members + [.init(key: "events", value: .strings(events.map(\.text)))])
  }
}
