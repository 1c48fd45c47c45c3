import Access
import Tables
import WebServer

/// What is around every page: head, navigation, languages, foot.
struct PageFrame: Sendable {
  let say: Wording
  /// The person who has signed in; nil if there is none.
  let person: PageTools.Person?
  /// The address of the page, for the switch of languages.
  let address: PagePath
  /// What the title of the window begins with.
  var title: String

  /// The whole document.
  func document(_ contents: [Markup]) -> [UInt8] {
    let head = Tag.head(of: [
      Tag.meta(.text(.charset, "utf-8")),
      Tag.meta(
        .text(.name, "viewport"),
        .text(.content, "width=device-width, initial-scale=1")
      ),
      Tag.meta(.text(.name, "color-scheme"), .text(.content, "light dark")),
      Tag.title(of: [.text("\(title) · Rollbook")]),
      Tag.link(.text(.rel, "stylesheet"), .href(StyleSheet.path)),
    ])
    let body = Tag.body(of: [
      Tag.a(.class("skip"), .place("main"), of: [.text(say("frame.skip"))]),
      header,
      Tag.main(.text(.id, "main"), of: contents),
      Tag.footer(of: [
        Tag.p(of: [.text(say("frame.times", say.times.zone))])
      ]),
    ])
    return MarkupWriter.document(
      Tag.html(.text(.lang, say.language.tag), of: [head, body])
    )
  }

  private var header: Markup {
    Tag.header(of: [
      Tag.a(.class("brand"), .href(PagePath()), of: [.text("Rollbook")]),
      person.map(navigation) ?? .none,
      Tag.div(.class("tools"), of: languages + me),
    ])
  }

  private func navigation(_ person: PageTools.Person) -> Markup {
    // Who sees other people finds the pages about themselves beside their session.
    let pages = PageTable.all.filter {
      $0.isMain && person.may($0.permission) && !($0.isOwn && person.may(.readPeople))
    }
    .map { ($0.path.segments, $0.title) }
    let actions = ActionTable.all.filter {
      $0.name == ActionTable.propose && person.may($0.permission)
    }
    .map { ($0.path.segments, "action.\($0.name)") }
    let links = (pages + actions).map { path, title in
      let isHere = path == Array(address.segments.prefix(max(1, path.count)))
      let current: [Attribute] = isHere ? [.text(.current, "page")] : []
      return Tag.li(of: [
        .element(.a, [.href(PagePath(path))] + current, [.text(say(title))])
      ])
    }
    return Tag.nav(.text(.label, say("frame.navigation")), of: [Tag.ul(of: links)])
  }

  private var languages: [Markup] {
    Language.allCases.filter { $0 != say.language }.map { language in
      Tag.a(
        .href(address.with("lang", language.rawValue)),
        .text(.lang, language.tag),
        .text(.hreflang, language.tag),
        of: [.text(Texts.all["frame.language"]?[language] ?? "")]
      )
    }
  }

  private var me: [Markup] {
    person.map { [Tag.a(.href(PagePath("me")), of: [.value($0.name)])] } ?? []
  }
}
