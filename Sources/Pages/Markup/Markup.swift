/// A piece of a page: elements and texts, which become HTML in one place only.
///
/// No case takes HTML as text, so a value can never become an element or leave an attribute.
package indirect enum Markup: Sendable {
  case element(Tag, [Attribute], [Markup])
  case text(String)
  case many([Markup])

  /// Nothing.
  package static let none = Markup.many([])

  /// A value of the ledger: its direction does not reach what is beside it, and a very long one is
  /// cut, with a sign that it is.
  package static func value(_ text: String) -> Markup {
    let start = text.unicodeScalars.prefix(longest + 1)
    guard start.count > longest else {
      // What is short is not broken anywhere: a number of a person stays one word.
      return start.count > 40
        ? Tag.bdi(.class("long"), of: [.text(text)]) : Tag.bdi(of: [.text(text)])
    }
    return Tag.bdi(.class("long cut"), of: [.text(String(start.dropLast()) + "…")])
  }

  /// The largest number of scalars that a page shows of one value.
  static let longest = 4_000
}

/// The elements that a page can have.
package enum Tag: String, CaseIterable, Sendable {
  case html, head, meta, title, link, body
  case header, nav, main, footer, section, article, div, span
  case h1, h2, h3, p, a, ul, ol, li, dl, dt, dd, table, caption, thead, tbody, tr, th, td
  case form, label, input, textarea, select, option, button, progress, details, summary, time, code,
    small, strong, bdi
  case svg, g, path, rect, text, line

  /// Whether it has no content and no end.
  var isVoid: Bool { [.meta, .link, .input].contains(self) }

  package func callAsFunction(_ attributes: Attribute..., of children: [Markup] = []) -> Markup {
    .element(self, attributes, children)
  }

  /// A field of a form that is sent and not shown.
  static func hidden(_ name: String, _ value: String) -> Markup {
    input(.text(.type, "hidden"), .text(.name, name), .text(.value, value))
  }
}

/// The attributes that an element can have.
package enum Attribute: Sendable {
  /// The attributes whose value is any text.
  package enum Name: String, CaseIterable, Sendable {
    case id, name, value, type, `for`, lang, charset, content, datetime, title, placeholder, role
    case scope, rel, size, accept, rows, max, autocomplete, inputmode, hreflang
    case label = "aria-label"
    case current = "aria-current"
    case dataLabel = "data-label"
    case viewBox, x, y, x1, x2, y1, y2, d, width, height, fill, dx
    case anchor = "text-anchor"
  }

  /// A class of the style sheet.
  case `class`(StaticString)
  case text(Name, String)
  /// An address of this service; nothing else can be linked to.
  case href(PagePath)
  case action(PagePath)
  /// A place on the same page.
  case place(StaticString)
  case post
  case get
  /// The form has a file.
  case multipart
  case checked
  case selected
  case required
  case open

  var written: (name: String, value: String?) {
    switch self {
    case .class(let name): ("class", "\(name)")
    case .text(let name, let value): (name.rawValue, value)
    case .href(let path): ("href", path.text)
    case .action(let path): ("action", path.text)
    case .place(let name): ("href", "#\(name)")
    case .post: ("method", "post")
    case .get: ("method", "get")
    case .multipart: ("enctype", "multipart/form-data")
    case .checked: ("checked", nil)
    case .selected: ("selected", nil)
    case .required: ("required", nil)
    case .open: ("open", nil)
    }
  }
}
