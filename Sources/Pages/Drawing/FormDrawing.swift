/// Draws the forms that ask a page anew: each is a GET.
struct FormDrawing: Sendable {
  let say: Wording

  /// One field of a form.
  struct Field {
    let name: String
    let label: String
    var value = ""
    var hint = ""
    var kind = WebPage.Filter.Kind.text
    var isRequired = false
  }

  func form(
    to path: PagePath,
    _ fields: [Field],
    hidden: [(name: String, value: String)] = [],
    button: String = "form.show"
  ) -> Markup {
    guard !fields.isEmpty else { return .none }
    let hidden = hidden.map(Tag.hidden)
    return Tag.form(
      .class("ask"),
      .get,
      .action(path),
      .text(.role, "search"),
      of: hidden + fields.map(field) + [
        Tag.button(.text(.type, "submit"), of: [.text(say(button))])
      ]
    )
  }

  /// A field of a form that makes evidence; values are whole in it, so it asks for a purpose.
  func evidenceField(_ name: String) -> Field {
    Field(
      name: name,
      label: say("filter.\(name)"),
      hint: say.optional("hint.evidence.\(name)") ?? say.optional("hint.\(name)") ?? "",
      kind: name == "accesses" ? .flag : .text,
      isRequired: name != "field"
    )
  }

  /// The form of a page's own filters.
  func form(_ request: PageRequest) -> Markup {
    let fields = request.page.filters.map { filter in
      Field(
        name: filter.name,
        label: say(filter.label),
        value: value(of: filter, request),
        hint: say.optional(filter.hint) ?? "",
        kind: filter.kind,
        isRequired: filter.isRequired
      )
    }
    return form(to: PagePath(request.address.segments), fields)
  }

  private func value(of filter: WebPage.Filter, _ request: PageRequest) -> String {
    let text = request[filter.name] ?? ""
    if case .day = filter.kind { return say.moment(text) }
    return text
  }

  private func field(_ field: Field) -> Markup {
    switch field.kind {
    case .flag: return flag(field.name, field.label, isSet: field.value == "true")
    case .choice(let names): return choice(field.name, field.label, names, field.value)
    case .text, .day, .number:
      let required: [Attribute] = field.isRequired ? [.required] : []
      let isNumber = if case .number = field.kind { true } else { false }
      return Tag.label(of: [
        Tag.span(of: [.text(field.label)]),
        .element(
          .input,
          [
            .text(.type, "text"), .text(.name, field.name), .text(.value, field.value),
            .text(.placeholder, field.hint), .text(.autocomplete, "off"),
          ] + (isNumber ? [.text(.inputmode, "numeric")] : []) + required,
          []
        ),
      ])
    }
  }

  /// A box that is ticked or not.
  func flag(_ name: String, _ label: String, isSet: Bool) -> Markup {
    Tag.label(
      .class("flag"),
      of: [
        .element(
          .input,
          [.text(.type, "checkbox"), .text(.name, name), .text(.value, "true")]
            + (isSet ? [.checked] : []),
          []
        ),
        Tag.span(of: [.text(label)]),
      ]
    )
  }

  /// One of some words.
  func choice(_ name: String, _ label: String, _ words: [String], _ chosen: String) -> Markup {
    let options = words.map { word in
      let isChosen = word.utf8.elementsEqual(chosen.utf8)
      return Markup.element(
        .option,
        [.text(.value, word)] + (isChosen ? [.selected] : []),
        [.text(word.isEmpty ? say("form.all") : say.word(word))]
      )
    }
    return Tag.label(of: [
      Tag.span(of: [.text(label)]), Tag.select(.text(.name, name), of: options),
    ])
  }
}
