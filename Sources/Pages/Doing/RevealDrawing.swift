import VerbatimJSON
import WebServer

/// Draws the form with which masked values are revealed, and the values.
struct RevealDrawing: Sendable {
  let request: PageRequest
  /// The token of the session.
  let token: String

  private var say: Wording { request.say }

  private var system: String { request.values["system"] ?? "" }

  private var user: String { request.values["user"] ?? "" }

  /// The form, under what is masked.
  ///
  /// - Parameters:
  ///   - texts: What was entered, and what the address of the form says.
  ///   - isMissing: Whether a purpose is missing.
  /// - Returns: What is in `<main>`.
  /// - Throws: ``Problem`` if the API refuses to show the mask.
  func form(_ texts: [String: String], isMissing: Bool) async throws -> [Markup] {
    let (field, asOf) = (texts["field"] ?? "", texts["as-of"] ?? "")
    let rows = try await request.read(
      "cells",
      with: [
        ("system", system), ("user", user), ("field", field), ("include-left", "true"),
      ] + (asOf.isEmpty ? [] : [("as-of", asOf)])
    )["items"]?.elements
    return await heading() + [
      Tag.p(.class("question"), of: [.text(say("reveal.what"))]),
      isMissing
        ? Tag.p(.class("alert"), .text(.role, "alert"), of: [.text(say("reveal.missing"))]) : .none,
      record(rows ?? []),
      Tag.section(
        .class("form"),
        of: [
          Tag.form(
            .class("do"),
            .post,
            .action(PagePath("people", system, user, "reveal")),
            of: [
              Tag.hidden("token", token), Tag.hidden("field", field), Tag.hidden("as-of", asOf),
              Tag.label(of: [
                Tag.span(of: [.text(say("reveal.purpose")), .text(say("field.required"))]),
                Tag.input(
                  .text(.type, "text"),
                  .text(.name, "purpose"),
                  .text(.value, texts["purpose"] ?? ""),
                  .text(.autocomplete, "off"),
                  .text(.placeholder, say("reveal.hint")),
                  .required
                ),
              ]),
              Tag.p(
                .class("buttons"),
                of: [
                  Tag.button(.text(.type, "submit"), of: [.text(say("reveal.do"))]),
                  Tag.a(.href(person), of: [.text(say("action.cancel"))]),
                ]
              ),
            ]
          )
        ]
      ),
    ]
  }

  /// The values.
  ///
  /// - Parameters:
  ///   - revealed: The response of the API.
  ///   - purpose: For what they were revealed.
  /// - Returns: What is in `<main>`.
  func values(_ revealed: JSON, purpose: String) async -> [Markup] {
    let entry = revealed["asOf"]?.integer.map(String.init) ?? ""
    return await heading() + [
      record(revealed["items"]?.elements ?? []),
      Tag.p(.class("note"), of: [.text(say("reveal.recorded", entry) + " "), .value(purpose)]),
      Tag.p(
        .class("buttons"),
        of: [
          Tag.a(.href(person), of: [.text(say("reveal.back"))]),
          Tag.a(.href(PagePath("accesses").with("user", user)), of: [.text(say("page.accesses"))]),
        ]
      ),
    ]
  }

  private var person: PagePath { PagePath("people", system, user) }

  private func heading() async -> [Markup] {
    let name = await request.names(in: [["user": .string(user), "system": .string(system)]])[user]
    return [
      Tag.h1(of: [.text(say("reveal.title"))]),
      Tag.p(.class("facts"), of: [Tag.a(.href(person), of: [.value(name ?? user)])]),
    ]
  }

  private func record(_ rows: [JSON]) -> Markup {
    let cells = CellDrawing(say: say)
    guard !rows.isEmpty else {
      return Tag.p(.class("nothing"), of: [.text(say("reveal.nothing"))])
    }
    let shown = rows.map { row in
      Tag.div(of: [
        Tag.dt(of: [cells.cell("field", row)]), Tag.dd(of: [cells.cell("value", row)]),
      ])
    }
    return Tag.dl(.class("record"), of: shown)
  }
}
