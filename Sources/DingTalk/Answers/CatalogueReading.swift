import Roster
import VerbatimJSON

extension [FieldDescription] {
  /// Reads an answer of `roster/meta/get`: groups of fields, each with its read and write code.
  init(rosterMeta json: JSON) throws(MalformedAnswer) {
    var fields: [FieldDescription] = []
    var codes: Set<FieldCode> = []
    try json.each("result") { group throws(MalformedAnswer) in
      let code = try group.name("group_id")
      let name = try group.optionalText("group_name") ?? ""
      let isDetail = try group.flag("detail")
      try group.each("field_meta_info_list", mayBeMissing: true) { field throws(MalformedAnswer) in
        let description = FieldDescription(
          code: try field.name("field_code"),
          name: try field.optionalText("field_name") ?? "",
          group: code,
          groupName: name,
          isDetail: isDetail,
          type: try field.optionalText("field_type"),
          isDerived: try field.flag("derived"),
          options: try [FieldOption](optionText: field)
        )
        guard codes.insert(description.code).inserted else {
          throw MalformedAnswer("field_code", "is there twice")
        }
        fields.append(description)
      }
    }
    self = fields.paired
  }
}

extension [FieldOption] {
  /// Reads a field's choices, which are a JSON document within a JSON string; nil where it has none.
  init?(optionText field: JSON) throws(MalformedAnswer) {
    guard let text = try field.optionalText("option_text"), !text.isEmpty else { return nil }
    do {
      self = try [FieldOption](document: text)
    } catch {
      // A field's code is nobody's secret, and helps more than its place in the list.
      let code = field["field_code"]?.text ?? ""
      throw MalformedAnswer("option_text", "of field \(code) \(error.problem)").nested(error.path)
    }
  }

  private init(document: Verbatim) throws(MalformedAnswer) {
    let json: JSON
    do throws(JSONSyntaxError) {
      json = try JSON(parsing: document.bytes)
    } catch {
      throw MalformedAnswer("is not JSON: \(error)")
    }
    guard let elements = json.elements else { throw MalformedAnswer("is not a list") }
    var options: [FieldOption] = []
    for (index, element) in elements.enumerated() {
      do {
        options.append(
          FieldOption(value: try element.shown("value"), label: try element.shown("label"))
        )
      } catch {
        throw error.within("[\(index)]")
      }
    }
    self = options
  }
}

extension JSON {
  /// A member that must be there, as its text or, where it is no string, as its JSON.
  fileprivate func shown(_ key: String) throws(MalformedAnswer) -> Verbatim {
    let value = try member(key)
    return Verbatim(value.text ?? value.compact)
  }
}

extension MalformedAnswer {
  /// The same at a place further in.
  fileprivate func nested(_ inner: String) -> MalformedAnswer {
    MalformedAnswer(inner, problem).within(path)
  }
}
