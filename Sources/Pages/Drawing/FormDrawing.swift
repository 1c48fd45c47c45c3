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

  func form(to path: PagePath, _ fields: [Field]) -> Markup {
    guard !fields.isEmpty else { return .none }
    return Tag.form(
      .class("ask"),
      .get,
      .action(path),
      .text(.role, "search"),
      of: fields.map(field) + [Tag.button(.text(.type, "submit"), of: [.text(say("form.show"))])]
    )
  }

  /// The form of a page's own filters.
  func form(_ request: PageRequest) -> Markup {
    let fields = request.page.filters.map { filter in
      Field(
        name: filter.name,
        label: say("filter.\(filter.name)"),
        value: request[filter.name] ?? "",
        hint: say.optional("hint.\(filter.name)") ?? "",
        kind: filter.kind,
        isRequired: filter.isRequired
      )
    }
    return form(to: PagePath(request.address.segments), fields)
  }

  private func field(_ field: Field) -> Markup {
    switch field.kind {
    case .flag:
      let checked: [Attribute] = field.value == "true" ? [.checked] : []
      return Tag.label(
        .class("flag"),
        of: [
          .element(
            .input,
            [.text(.type, "checkbox"), .text(.name, field.name), .text(.value, "true")] + checked,
            []
          ),
          Tag.span(of: [.text(field.label)]),
        ]
      )
    case .choice(let names):
      let options = names.map { name in
        let isChosen = name.utf8.elementsEqual(field.value.utf8)
        return Markup.element(
          .option,
          [.text(.value, name)] + (isChosen ? [.selected] : []),
          [.text(say.word(name))]
        )
      }
      return Tag.label(of: [
        Tag.span(of: [.text(field.label)]), Tag.select(.text(.name, field.name), of: options),
      ])
    case .text, .day:
      let required: [Attribute] = field.isRequired ? [.required] : []
      return Tag.label(of: [
        Tag.span(of: [.text(field.label)]),
        .element(
          .input,
          [
            .text(.type, "text"), .text(.name, field.name), .text(.value, field.value),
            .text(.placeholder, field.hint), .text(.autocomplete, "off"),
          ] + required,
          []
        ),
      ])
    }
  }
}
