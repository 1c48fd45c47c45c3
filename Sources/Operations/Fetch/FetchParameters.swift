import Roster
import VerbatimJSON

extension FetchRequest {
  /// What the book keeps of the request.
  var operation: OperationRequest {
    OperationRequest(
      kind: .fetch,
      system: .dingtalk,
      actor: actor,
      claimedActor: claimedActor,
      reason: reason,
      ticket: ticket,
      parameters: Verbatim(parameters.compact),
      program: program
    )
  }

  private var parameters: JSON {
    [
      "users": users.map { .strings($0.map(\.text)) } ?? "all",
      "fields": fields.map { .strings($0.map(\.text)) } ?? "all",
      "never": .strings(never.sorted().map(\.text)),
      "shrinkLimit": [
        "percent": .integer(shrinkLimit.percent),
        "people": .integer(shrinkLimit.people),
      ],
      "pagesInFlight": .integer(pagesInFlight),
    ]
  }
}
