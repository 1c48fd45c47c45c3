/// What is wrong with a response, and where; it never quotes the response.
struct MalformedDingTalkResponse: Error, Equatable {
  /// The path, such as `result[3].field_data_list[0].item_index`; empty for the whole.
  let path: String
  /// The fault, phrased to follow the path.
  let problem: String

  /// The path and the fault, as one phrase.
  var sentence: String { path.isEmpty ? problem : "\(path) \(problem)" }

  init(_ path: String, _ problem: String) {
    self.path = path
    self.problem = problem
  }

  /// A fault of the whole.
  init(_ problem: String) { self.init("", problem) }

  /// The same fault with a longer path: the step before it.
  func within(_ step: String) -> MalformedDingTalkResponse {
    let separator = path.isEmpty || path.hasPrefix("[") ? "" : "."
    return MalformedDingTalkResponse(step + separator + path, problem)
  }
}
