import Access
import Roster
import WebServer

/// The sessions of the person who has signed in.
extension PagesHandler {
  /// `/me` shows who has signed in, and all their sessions, with buttons that end them.
  func me(_ visit: Visit) throws -> WebResponse {
    guard visit.isReading else { throw Self.onlyRead }
    guard let session = visit.session else { return Self.go(to: PagePath("sign-in")) }
    let say = visit.say
    let all = sessions.all(of: session.person.name, now: tools.now())
    return page(
      200,
      visit,
      say("page.me"),
      PagePath("me"),
      [
        Tag.h1(of: [.text(say("page.me"))]),
        ListDrawing(cells: CellDrawing(say: say)).record([
          ("name", .value(session.person.name)),
          ("role", .text(say.word(session.person.role))),
          ("signInEntry", .text(String(session.person.entry))),
        ]),
        session.person.may(.readOwn)
          ? Tag.p(
            .class("acts"),
            of: [
              Tag.a(.href(PagePath("me", "record")), of: [.text(say("page.ownRecord"))]),
              Tag.a(.href(PagePath("me", "accesses")), of: [.text(say("page.ownAccesses"))]),
            ]
          ) : .none,
        Tag.p(of: [button(say("me.end"), to: PagePath("sign-out"), session)]),
        Tag.h2(of: [.text(say("me.sessions", String(all.count)))]),
        Tag.ul(.class("shelf"), of: all.map { Tag.li(of: card($0, of: session, say)) }),
        all.count > 1
          ? button(say("me.endAll"), to: PagePath("me", "end"), session, ("all", "true")) : .none,
      ]
    )
  }

  /// One session: by which browser, from where, since when, and what ends it.
  private func card(
    _ other: Sessions.Session,
    of session: Sessions.Session,
    _ say: Wording
  ) -> [Markup] {
    let cells = CellDrawing(say: say)
    let isThis = other.id == session.id
    return [
      Tag.p(of: [
        Tag.strong(of: [.value(Self.browser(other.browser, say))]), .text(" "),
        isThis ? Tag.span(.class("badge good"), of: [.text(say("me.this"))]) : .none,
      ]),
      ListDrawing(cells: cells).record([
        ("address", other.address.map { .value($0) } ?? cells.missing),
        ("way", .text(say.optional("way.\(other.person.way.rawValue)") ?? "")),
        ("role", .text(say.word(other.person.role))),
        ("began", cells.time(other.began.utc) ?? .none),
        ("lastUsed", cells.time(other.used.utc) ?? .none),
        ("ends", cells.time(other.ends.utc) ?? .none),
      ]),
      isThis
        ? .none
        : button(
          say("me.endOther"),
          to: PagePath("me", "end"),
          session,
          ("session", other.id)
        ),
    ]
  }

  private func button(
    _ text: String,
    to path: PagePath,
    _ session: Sessions.Session,
    _ fields: (name: String, value: String)...
  ) -> Markup {
    let hidden = ([("token", session.formToken)] + fields).map(Tag.hidden)
    return Tag.form(
      .post,
      .action(path),
      of: hidden + [Tag.button(.text(.type, "submit"), of: [.text(text)])]
    )
  }

  /// The names of a browser and of its system, from how it calls itself.
  private static func browser(_ agent: String?, _ say: Wording) -> String {
    let agent = agent ?? ""
    func first(_ names: [(part: String, name: String)]) -> String? {
      names.first { agent.contains($0.part) }?.name
    }
    let program = first([
      ("DingTalk", say("way.dingtalk")), ("Edg", "Edge"), ("Firefox", "Firefox"),
      ("Chrome", "Chrome"), ("Safari", "Safari"),
    ])
    let system = first([
      ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
      ("Mac OS", "macOS"), ("Linux", "Linux"),
    ])
    let known = [program, system].compactMap(\.self)
    return known.isEmpty ? say("me.unknown") : known.joined(separator: " · ")
  }

  /// `/me/end` ends one other session of the person, or all of them.
  func endSessions(_ visit: Visit) async throws -> WebResponse {
    guard visit.request.method == "POST" else { throw Self.onlyPost }
    guard let session = visit.session else { return Self.go(to: PagePath("sign-in")) }
    let form = try await checkedForm(visit.request, session)
    if form["all"] == "true" {
      sessions.endAll(of: session.person.name)
      var response = Self.go(to: PagePath("sign-in"))
      response.headers.append(cookie("", seconds: 0))
      return response
    }
    guard let id = form["session"], !id.isEmpty else { throw FormFields.malformed }
    sessions.endAll(of: session.person.name, id: id)
    return Self.go(to: PagePath("me"))
  }
}
