import VerbatimJSON

/// A malformed response against which public clients of DingTalk guard: the first person, id or
/// field of the response is damaged, and everything else is as it should be.
package enum OddShape: String, CaseIterable, Hashable, Sendable {
  // In place of a person.
  case personNull, personText, personWithoutID, personTwice, personTwiceDiffering, personStranger
  // The key of a person.
  case idWithBlanks, idInOtherCase, unionEmpty
  // In place of fields.
  case fieldsText, fieldNull, fieldWithoutCode, fieldTwice, fieldTwiceDiffering,
    fieldCodeWithLineFeed
  // In place of items.
  case itemsText, itemNull, itemText, itemIndexText, itemIndexNegative, itemsWithoutIndex
  case itemsOfOneIndex, itemTwice, labelEmpty
  // Bytes that no text can contain, and a byte order mark.
  case loneSurrogate, invalidByte, memberTwice, byteOrderMark
  // The whole response.
  case resultNull, resultMissing
  // The list of users.
  case listedEmpty, listedNull, listedNumber, listedWithBlanks, listedWithComma, listedTwice
  case cursorText, cursorRepeated, cursorGrows
  // The catalog.
  case optionsNull, optionsNoJSON, optionsList, optionOdd, describedTwice, describedWithComma
  case describedNull, groupNull
  // The token.
  case lifeMissing, lifeText, tokenHuge

  /// The endpoint whose responses it damages.
  package var endpoint: Endpoint {
    switch self {
    case .listedEmpty, .listedNull, .listedNumber, .listedWithBlanks, .listedWithComma,
      .listedTwice, .cursorText, .cursorRepeated, .cursorGrows:
      .users
    case .optionsNull, .optionsNoJSON, .optionsList, .optionOdd, .describedTwice,
      .describedWithComma, .describedNull, .groupNull:
      .catalog
    case .lifeMissing, .lifeText, .tokenHuge: .token
    default: .list
    }
  }

  /// Damages the response of a call.
  func spoil(_ response: SimulatedResponse, to call: Call) -> SimulatedResponse {
    guard let json = try? JSON(parsing: response.body) else { return response }
    var spoiled = response
    switch self {
    case .byteOrderMark: spoiled.body = [0xEF, 0xBB, 0xBF] + response.body
    case .loneSurrogate: spoiled.body = marked(json, with: Array(#"\ud83d"#.utf8))
    case .invalidByte: spoiled.body = marked(json, with: [0xC3, 0x28])
    default: spoiled.body = spoiling(json, by: call).bytes
    }
    return spoiled
  }

  /// The response with some bytes in the first value of the first person.
  private func marked(_ json: JSON, with bytes: [UInt8]) -> [UInt8] {
    let mark = "the mark that bytes replace"
    let body = json.person { person in
      person.field { field in field.item { $0.setting("value", .string(mark)) } }
    }.bytes
    guard let range = body.firstRange(of: Array(mark.utf8)) else { return body }
    return Array(body[..<range.lowerBound]) + bytes + Array(body[range.upperBound...])
  }

  private func spoiling(_ json: JSON, by call: Call) -> JSON {
    switch endpoint {
    case .users: spoiledList(json, by: call)
    case .catalog: spoiledCatalog(json)
    case .token: spoiledToken(json)
    default: spoiledRoster(json)
    }
  }

  private func spoiledRoster(_ json: JSON) -> JSON {
    switch self {
    case .personNull: json.person { _ in .null }
    case .personText: json.person { _ in "a text" }
    case .personWithoutID: json.person { $0.setting("userid", nil) }
    case .personTwice: json.elements(of: "result") { [$0[0]] + $0 }
    case .personTwiceDiffering:
      json.elements(of: "result") { [$0[0].setting("field_data_list", [])] + $0 }
    case .personStranger:
      json.elements(of: "result") { $0 + [$0[0].setting("userid", "a user who was not asked for")] }
    case .idWithBlanks:
      json.person { $0.changing("userid") { .string(" \($0.text ?? "")\u{3000}") } }
    case .idInOtherCase:
      json.person { $0.changing("userid") { .string(($0.text ?? "").uppercased()) } }
    case .unionEmpty: json.person { $0.setting("unionid", "") }
    case .resultNull: json.setting("result", .null)
    case .resultMissing: json.setting("result", nil)
    default: json.person { spoiledPerson($0) }
    }
  }

  private func spoiledPerson(_ person: JSON) -> JSON {
    switch self {
    case .fieldsText: person.setting("field_data_list", "a text")
    case .fieldNull: person.field { _ in .null }
    case .fieldWithoutCode: person.field { $0.setting("field_code", nil) }
    case .fieldTwice: person.elements(of: "field_data_list") { $0 + [$0[0]] }
    case .fieldTwiceDiffering:
      person.elements(of: "field_data_list") { fields in
        fields + [fields[0].item { $0.setting("value", "another") }]
      }
    case .fieldCodeWithLineFeed: person.field { $0.setting("field_code", "a\nb") }
    case .itemsText: person.field { $0.setting("field_value_list", "a text") }
    case .itemNull: person.field { $0.item { _ in .null } }
    case .itemText: person.field { $0.item { _ in "a text" } }
    case .itemIndexText: person.field { $0.item { $0.setting("item_index", "0") } }
    case .itemIndexNegative: person.field { $0.item { $0.setting("item_index", -1) } }
    case .itemsWithoutIndex:
      person.field { field in field.item { $0.setting("item_index", nil) } }
    case .itemsOfOneIndex:
      person.field { field in
        field.elements(of: "field_value_list") { $0 + [$0[0].setting("value", "another")] }
      }
    case .itemTwice:
      person.field { field in field.elements(of: "field_value_list") { $0 + [$0[0]] } }
    case .labelEmpty:
      person.field { field in
        field.item { $0.setting("label", "").setting("value", .number("30.00")) }
      }
    case .memberTwice:
      person.field { field in
        field.item { .object(($0.members ?? []) + [.init(key: "value", value: "another")]) }
      }
    default: person
    }
  }

  private func spoiledList(_ json: JSON, by call: Call) -> JSON {
    let asked = (try? JSON(parsing: call.body))?["offset"]?.integer ?? 0
    return json.changing("result") { result in
      switch self {
      case .listedEmpty: result.elements(of: "data_list") { $0 + [""] }
      case .listedNull: result.elements(of: "data_list") { $0 + [.null] }
      case .listedNumber: result.elements(of: "data_list") { $0 + [4711] }
      case .listedWithComma: result.elements(of: "data_list") { $0 + ["one,other"] }
      case .listedTwice: result.elements(of: "data_list") { $0 + [$0[0]] }
      case .listedWithBlanks:
        result.elements(of: "data_list") { [.string("\($0[0].text ?? "")\t")] + $0.dropFirst() }
      case .cursorText:
        result.setting("next_cursor", .string(result["next_cursor"]?.compact ?? ""))
      case .cursorRepeated:
        result["next_cursor"] == nil ? result.setting("next_cursor", .integer(asked)) : result
      case .cursorGrows:
        result["next_cursor"] == nil
          ? result.setting("next_cursor", .integer(max(asked, 538_491 + 7_919_000_000) + 7919))
          : result
      default: result
      }
    }
  }

  private func spoiledCatalog(_ json: JSON) -> JSON {
    switch self {
    case .groupNull: return json.elements(of: "result") { [.null] + $0 }
    case .describedNull:
      return json.elements(of: "result") { groups in
        [groups[0].elements(of: "field_meta_info_list") { [.null] + $0 }] + groups.dropFirst()
      }
    case .describedWithComma:
      return json.elements(of: "result") { groups in
        [
          groups[0].elements(of: "field_meta_info_list") {
            [$0[0].setting("field_code", "one,other")] + $0
          }
        ] + groups.dropFirst()
      }
    case .describedTwice:
      return json.elements(of: "result") { groups in
        groups + [groups[0].setting("group_id", "another")]
      }
    default: break
    }
    return json.elements(of: "result") { groups in
      groups.map { group in
        group.elements(of: "field_meta_info_list") { fields in fields.map { options($0) } }
      }
    }
  }

  /// A field of the catalog with damaged choices, if its choices are the ones to damage.
  private func options(_ field: JSON) -> JSON {
    guard field["field_code"]?.text == "sys02-sexType", let written = field["option_text"]?.text,
      let list = try? JSON(parsing: written)
    else { return field }
    return switch self {
    case .optionsNull: field.setting("option_text", "null")
    case .optionsNoJSON: field.setting("option_text", "[{")
    case .optionsList: field.setting("option_text", list)
    case .optionOdd:
      field.setting("option_text", .string(JSON.array((list.elements ?? []) + [.null]).compact))
    default: field
    }
  }

  private func spoiledToken(_ json: JSON) -> JSON {
    switch self {
    case .lifeMissing: json.setting("expires_in", nil)
    case .lifeText: json.changing("expires_in") { .string($0.compact) }
    case .tokenHuge:
      json.setting("access_token", .string(String(repeating: "t", count: 1_000_000)))
    default: json
    }
  }
}

extension JSON {
  /// The same response with its first person changed.
  fileprivate func person(_ change: (JSON) -> JSON) -> JSON {
    elements(of: "result") { [change($0[0])] + $0.dropFirst() }
  }

  /// The same person with the first field changed.
  fileprivate func field(_ change: (JSON) -> JSON) -> JSON {
    elements(of: "field_data_list") { [change($0[0])] + $0.dropFirst() }
  }

  /// The same field with its first item changed.
  fileprivate func item(_ change: (JSON) -> JSON) -> JSON {
    elements(of: "field_value_list") { [change($0[0])] + $0.dropFirst() }
  }
}
