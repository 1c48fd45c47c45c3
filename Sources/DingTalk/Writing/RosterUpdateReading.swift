import Roster
package import VerbatimJSON

extension RosterUpdateRequest {
  /// Parses a whole request body.
  ///
  /// - Parameter json: The body.
  /// - Throws: Where it is wrong, and why.
  package init(parsing json: JSON) throws(MalformedUpdate) {
    do throws(MalformedDingTalkResponse) {
      self.init(agentID: try json.member("agentid"), update: try RosterUpdate(body: json))
    } catch {
      throw MalformedUpdate(path: error.path, problem: error.problem)
    }
    others = json.members(except: ["agentid", "param"])
  }
}

extension RosterUpdate {
  fileprivate init(body json: JSON) throws(MalformedDingTalkResponse) {
    let param = try json.member("param")
    do throws(MalformedDingTalkResponse) {
      self.init(user: try param.name("userid"), groups: [])
      var groups: [Group] = []
      try param.each("groups") { group throws(MalformedDingTalkResponse) in
        groups.append(try Group(group))
      }
      self.groups = groups
    } catch {
      throw error.within("param")
    }
    others = param.members(except: ["groups", "userid"])
  }
}

extension RosterUpdate.Group {
  fileprivate init(_ json: JSON) throws(MalformedDingTalkResponse) {
    self.init(id: try json.name("group_id"), sections: [])
    var sections: [RosterUpdate.Section] = []
    try json.each("sections") { section throws(MalformedDingTalkResponse) in
      sections.append(try RosterUpdate.Section(section))
    }
    self.sections = sections
    others = json.members(except: ["group_id", "sections"])
  }
}

extension RosterUpdate.Section {
  fileprivate init(_ json: JSON) throws(MalformedDingTalkResponse) {
    var index: Int?
    if let stated = try json.optionalMember("old_index") {
      guard let number = stated.integer ?? stated.text.flatMap({ Int64($0) }),
        0...Int64(Int32.max) ~= number
      else { throw MalformedDingTalkResponse("old_index", "is not the index of an item") }
      index = Int(number)
    }
    self.init(oldIndex: index, fields: [])
    var fields: [RosterUpdate.Field] = []
    try json.each("section") { field throws(MalformedDingTalkResponse) in
      var read = RosterUpdate.Field(code: try field.name("field_code"), value: field["value"])
      read.others = field.members(except: ["field_code", "value"])
      fields.append(read)
    }
    self.fields = fields
    others = json.members(except: ["old_index", "section"])
  }
}

extension JSON {
  fileprivate func members(except known: Set<String>) -> [Member] {
    (members ?? []).filter { !known.contains($0.key) }
  }
}
