import VerbatimJSON
import WebServer

extension OpenAPI {
  /// Where the response of a route leads: to the routes whose paths have what it names.
  static func links(of route: Route) -> [JSON.Member] {
    if case .own(.feed) = route.result {
      let after: JSON = ["after": "$response.header.Rollbook-Position"]
      return ["readFeed", "streamFeed"].map { link(to: $0, after) }
    }
    var place = "$response.body#/items/0/"
    var members = leads[route.name] ?? [:]
    if case .job = route.result {
      place = "$response.body#/"
      members = ["job": "job"]
    }
    guard !members.isEmpty else { return [] }
    return Routes.published.filter { Set($0.pathNames) == Set(members.keys) }.map { target in
      let parameters = target.pathNames.compactMap { name in
        members[name].map { JSON.Member(key: name, value: .string(place + $0)) }
      }
      return link(to: target.name, .object(parameters))
    }
  }

  private static func link(to name: String, _ parameters: JSON) -> JSON.Member {
    JSON.Member(key: name, value: ["operationId": .string(name), "parameters": parameters])
  }

  /// By the name of a list: for parameters of paths, the members of its objects that they may be.
  private static let leads: [String: [String: String]] = [
    "listPeople": ["system": "system", "user": "user"],
    "listBatches": ["batch": "operation"],
    "listEntries": ["entry": "entry"],
    "listOperations": ["operation": "operation"],
    "listProposals": ["proposal": "proposal"],
    "listErasures": ["erasure": "entry"],
    "listReports": ["name": "name"],
    "listJobs": ["job": "job"],
  ]
}
