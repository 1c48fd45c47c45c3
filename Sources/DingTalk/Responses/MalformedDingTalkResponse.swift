/// What is wrong with a response, and where within it; never with any of its content.
struct MalformedDingTalkResponse: Error, Equatable {
  /// The way to the place, such as `result[3].field_data_list[0].item_index`; empty for the whole.
  let path: String
  /// What is wrong there, to be read after the path.
  let problem: String

  /// Where it is and what is wrong, as one phrase.
  var sentence: String { path.isEmpty ? problem : "\(path) \(problem)" }

  init(_ path: String, _ problem: String) {
    self.path = path
    self.problem = problem
  }

  /// Something wrong with the whole.
  init(_ problem: String) { self.init("", problem) }

  /// The same, seen from one step further out.
  func within(_ step: String) -> MalformedDingTalkResponse {
    let separator = path.isEmpty || path.hasPrefix("[") ? "" : "."
    return MalformedDingTalkResponse(step + separator + path, problem)
  }
}
