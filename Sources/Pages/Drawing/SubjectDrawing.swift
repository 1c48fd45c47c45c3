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
    PageTable.page(at: path) != nil && path != job.segments && !path.isEmpty
      ? job.with("of", path.joined(separator: "/")) : job
  }

  /// The link to what a job is about, by its address; nothing if the address does not say it.
  func linkOfJob() async -> Markup {
    let path = (request["of"] ?? "").split(separator: "/").map(String.init)
    guard !path.isEmpty, let (page, values) = PageTable.page(at: path) else { return .none }
    return values.isEmpty ? facts(PagePath(path), say(page.title)) : await link(values)
  }

  private func facts(_ path: PagePath, _ text: String) -> Markup {
    Tag.p(.class("facts"), of: [Tag.a(.href(path), of: [.value(text)])])
  }
}
