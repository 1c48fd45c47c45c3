import Roster
import VerbatimJSON

/// The fields of a response of `roster/meta/get`, as far as they could be read.
///
/// A field is identified by its code, so one without a usable code is set aside. If another part of
/// a description cannot be read, that part is left out, and reported.
struct ReadCatalog {
  private(set) var fields: [FieldDescription] = []
  private(set) var setAside: [SetAside] = []
  private var places: [FieldCode: Int] = [:]
  /// The parts that are set aside already.
  private var said: Set<SetAside> = []

  /// Reads groups of fields, each with its read and write code.
  init(rosterMeta json: JSON) throws(MalformedDingTalkResponse) {
    guard let groups = try json.member("result").elements else {
      throw MalformedDingTalkResponse("result", "is not a list")
    }
    for (index, group) in groups.enumerated() { read(group, at: "result[\(index)]") }
    let paired = fields.paired
    let codes = Dictionary(uniqueKeysWithValues: zip(fields.map(\.code), paired.map(\.code)))
    setAside = setAside.map { aside in
      SetAside(.description, field: aside.field.map { codes[$0] ?? $0 }, problem: aside.problem)
    }
    fields = paired
  }

  private mutating func read(_ group: JSON, at place: String) {
    let code: Verbatim
    let isDetail: Bool
    do throws(MalformedDingTalkResponse) {
      code = try group.code("group_id")
      isDetail = try group.flag("detail")
    } catch {
      return setAside(group, error.within(place))
    }
    let name = group.anyText("group_name") ?? ""
    guard let list = group["field_meta_info_list"], !list.isNull else { return }
    guard let elements = list.elements else {
      return leaveOut(
        nil,
        MalformedDingTalkResponse("field_meta_info_list", "is not a list").within(place)
      )
    }
    for (index, element) in elements.enumerated() {
      do throws(MalformedDingTalkResponse) {
        try read(element, group: code, name, isDetail: isDetail)
      } catch {
        leaveOut(nil, error.within("field_meta_info_list[\(index)]").within(place))
      }
    }
  }

  private mutating func read(
    _ field: JSON,
    group: Verbatim,
    _ groupName: Verbatim,
    isDetail: Bool
  ) throws(MalformedDingTalkResponse) {
    let code = try field.code("field_code")
    guard !code.text.utf8.contains(UInt8(ascii: ",")) else {
      let problem = MalformedDingTalkResponse(
        "field_code",
        "has a comma, so that no call can ask for it"
      )
      return leaveOut(code, problem)
    }
    let description = FieldDescription(
      code: code,
      name: field.anyText("field_name") ?? "",
      group: group,
      groupName: groupName,
      isDetail: isDetail,
      type: field.anyText("field_type"),
      isDerived: orLeftOut(code, false) { () throws(MalformedDingTalkResponse) in
        try field.flag("derived")
      },
      options: options(of: field, code)
    )
    guard let place = places[code] else {
      places[code] = fields.count
      return fields.append(description)
    }
    guard fields[place] != description else { return }
    leaveOut(code, MalformedDingTalkResponse("field_code", "is there twice, described differently"))
  }

  /// A field's choices, which are a JSON document in a JSON string, or the list itself; nil if it
  /// has none.
  private mutating func options(of field: JSON, _ code: FieldCode) -> [FieldOption]? {
    let written = orLeftOut(code, nil) { () throws(MalformedDingTalkResponse) in
      try JSON.optionList(in: field)
    }
    guard let elements = written else { return nil }
    var options: [FieldOption] = []
    for (index, element) in elements.enumerated() {
      do throws(MalformedDingTalkResponse) {
        options.append(
          FieldOption(value: try element.shown("value"), label: try element.shown("label"))
        )
      } catch {
        leaveOut(code, error.within("option_text[\(index)]"))
      }
    }
    return options
  }

  /// The parsed part of a description, or a replacement, which is reported.
  private mutating func orLeftOut<Content>(
    _ code: FieldCode,
    _ other: Content,
    _ read: () throws(MalformedDingTalkResponse) -> Content
  ) -> Content {
    do throws(MalformedDingTalkResponse) { return try read() } catch {
      leaveOut(code, error)
      return other
    }
  }

  private mutating func leaveOut(_ code: FieldCode?, _ problem: MalformedDingTalkResponse) {
    let aside = SetAside(.description, field: code, problem: problem.sentence)
    if said.insert(aside).inserted { setAside.append(aside) }
  }

  /// Sets a group aside, reporting those of its fields that have a code.
  private mutating func setAside(_ group: JSON, _ problem: MalformedDingTalkResponse) {
    let fields = group["field_meta_info_list"]?.elements ?? []
    let codes = fields.compactMap { try? $0.code("field_code") }
    for code in codes { leaveOut(code, problem) }
    if codes.isEmpty { leaveOut(nil, problem) }
  }
}

extension JSON {
  /// The choices of a field as written; nil if it has none.
  fileprivate static func optionList(in field: JSON) throws(MalformedDingTalkResponse) -> [JSON]? {
    guard let written = try field.optionalMember("option_text"), written != "" else { return nil }
    if let elements = written.elements { return elements }
    guard let text = written.text else {
      throw MalformedDingTalkResponse("option_text", "is not a text")
    }
    let document: JSON
    do throws(JSONSyntaxError) {
      document = try JSON(parsingLeniently: Array(text.utf8))
    } catch {
      throw MalformedDingTalkResponse("option_text", "is not JSON: \(error)")
    }
    if document.isNull { return nil }
    guard let elements = document.elements else {
      throw MalformedDingTalkResponse("option_text", "is not a list")
    }
    return elements
  }

  /// A required member, as its text or, if it is no string, as its JSON.
  fileprivate func shown(_ key: String) throws(MalformedDingTalkResponse) -> Verbatim {
    let value = try member(key)
    guard value.isReadable else {
      throw MalformedDingTalkResponse(key, "is no text that can be kept")
    }
    return Verbatim(value.text ?? value.compact)
  }
}
