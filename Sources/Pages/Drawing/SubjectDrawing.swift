import VerbatimJSON
import WebServer

/// Draws a link to what a form or a job is about.
struct SubjectDrawing: Sendable {
  let request: PageRequest

  private var say: Wording { request.say }

  /// The link, by the values in the path of a page; nothing if they name nothing.
  func link(_ values: [String: String]) async -> Markup {
    if let batch = values["batch"] {
      return facts(PagePath("batches", batch), say("cell.batch", batch))
    }
    if let number = values["proposal"] {
      return facts(PagePath("proposals", number), say("page.proposal.title", number))
    }
    if let job = values["job"] { return facts(PagePath("jobs", job), say("page.job")) }
    guard let user = values["user"] else { return .none }
    let system = values["system"] ?? "dingtalk"
    let name = await request.names(in: [["user": .string(user)]])[user]
    return facts(PagePath("people", system, user), name ?? user)
  }

  /// The address of a job with what it is about, if that has a page.
  static func address(_ job: PagePath, about path: [String]) -> PagePath {
    let hasPage = PageTable.all.contains { $0.path.match(path) != nil }
    return hasPage && path != job.segments && !path.isEmpty
      ? job.with("of", path.joined(separator: "/")) : job
  }

  /// The link to what a job is about, by its address; nothing if the address does not say it.
  func linkOfJob() async -> Markup {
    let path = (request["of"] ?? "").split(separator: "/").map(String.init)
    for page in PageTable.all where !path.isEmpty {
      guard let values = page.path.match(path) else { continue }
      return values.isEmpty ? facts(PagePath(path), say(page.title)) : await link(values)
    }
    return .none
  }

  private func facts(_ path: PagePath, _ text: String) -> Markup {
    Tag.p(.class("facts"), of: [Tag.a(.href(path), of: [.value(text)])])
  }
}
