package import Roster

/// Changes that tests and people make to a company.
extension Company {
  /// Sets a value, like a person in the administration console.
  ///
  /// In a detail group, the index after the last item adds an item. The label of a select field is
  /// that of the option; of any other field, the value.
  ///
  /// - Parameters:
  ///   - user: The user key.
  ///   - field: The read code of the field.
  ///   - item: The item, from 0.
  ///   - value: The new value.
  ///   - label: The label, if it is to differ.
  /// - Throws: If there is no such user, field or item.
  package mutating func edit(
    _ user: Verbatim,
    _ field: FieldCode,
    item: Int = 0,
    value: Verbatim,
    label: Verbatim? = nil
  ) throws(SandboxError) {
    let place = try place(of: field)
    let shown = label ?? catalog.field(at: place).label(of: value) ?? value
    try set(user, field, item: item, Entry(value: .text(value), label: .text(shown)))
  }

  /// Sets an item to any content, or removes it.
  ///
  /// - Parameters:
  ///   - user: The user key.
  ///   - field: The read code of the field.
  ///   - item: The item, from 0.
  ///   - entry: Both halves; nil removes the item.
  /// - Throws: If there is no such user, field or item.
  package mutating func set(
    _ user: Verbatim,
    _ field: FieldCode,
    item: Int = 0,
    _ entry: Entry?
  ) throws(SandboxError) {
    let number = try number(of: user)
    let place = try place(of: field)
    let group = catalog.groups[place.group]
    if group.isDetail, item == employees[number].sheets[place.group].count {
      let blank: [Entry?] = Array(repeating: nil, count: group.fields.count)
      employees[number].sheets[place.group].append(blank)
    }
    guard employees[number].sheets[place.group].indices.contains(item) else {
      throw .unknownItem(field, item)
    }
    employees[number].set(place, item, entry)
    age(number)
  }

  /// Removes all items of a field, so that it comes back with an empty list, or not at all.
  ///
  /// - Parameters:
  ///   - user: The user key.
  ///   - field: The read code of the field.
  ///   - asEmptyList: Whether the field then comes back with an empty list.
  /// - Throws: If there is no such user or field.
  package mutating func takeAway(
    _ user: Verbatim,
    _ field: FieldCode,
    asEmptyList: Bool
  ) throws(SandboxError) {
    let number = try number(of: user)
    let place = try place(of: field)
    for item in employees[number].sheets[place.group].indices {
      employees[number].set(place, item, nil)
    }
    if asEmptyList {
      employees[number].emptyLists.insert(place)
    } else {
      employees[number].emptyLists.remove(place)
    }
    employees[number].touch()
  }

  /// Removes an item of a detail group; the items after it move up.
  ///
  /// - Parameters:
  ///   - user: The user key.
  ///   - group: The group's code.
  ///   - item: The item, from 0.
  /// - Throws: If there is no such user, group or item.
  package mutating func removeItem(
    _ user: Verbatim,
    group: Verbatim,
    item: Int
  ) throws(SandboxError) {
    let number = try number(of: user)
    guard let place = catalog.group(group), catalog.groups[place].isDetail else {
      throw .unknownGroup(group)
    }
    guard employees[number].sheets[place].indices.contains(item) else {
      throw .unknownItem(group, item)
    }
    employees[number].sheets[place].remove(at: item)
    employees[number].touch()
  }

  /// Lets a person leave the company.
  ///
  /// - Parameter user: The user key.
  /// - Throws: If there is no such user.
  package mutating func leave(_ user: Verbatim) throws(SandboxError) {
    end(try number(of: user))
  }

  /// Lets a person who left return under the same key.
  ///
  /// - Parameter user: The user key.
  /// - Throws: If there is no such user.
  package mutating func rejoin(_ user: Verbatim) throws(SandboxError) {
    let number = try number(of: user)
    employees[number].hasLeft = false
    age(number)
  }

  /// Adds a made-up person.
  ///
  /// - Parameter user: The key; nil for a made-up one.
  /// - Returns: The user key.
  /// - Throws: If the key exists already.
  @discardableResult
  package mutating func join(_ user: Verbatim? = nil) throws(SandboxError) -> Verbatim {
    if let user, employee(user) != nil { throw .userExists(user) }
    return hire(user, joined: today)
  }

  /// The content of a cell, or nil if the user has no such item.
  package func entry(_ user: Verbatim, _ field: FieldCode, item: Int = 0) -> Entry? {
    guard let employee = employee(user), let place = catalog.place(of: field) else { return nil }
    guard employee.sheets[place.group].indices.contains(item) else { return nil }
    return employee.sheets[place.group][item][place.field]
  }

  /// The number of items of a user in a group; 0 if there is no such user or group.
  package func items(_ user: Verbatim, group: Verbatim) -> Int {
    guard let employee = employee(user), let place = catalog.group(group) else { return 0 }
    return employee.sheets[place].count
  }

  /// The number of values that a full read of all active people returns, empty lists included.
  package func countValues() -> Int {
    employees.lazy.filter { !$0.hasLeft }.reduce(0) { sum, employee in
      sum + countValues(of: employee)
    }
  }

  private func countValues(of employee: Employee) -> Int {
    var values = 0
    for (group, described) in catalog.groups.enumerated() {
      for (index, field) in described.fields.enumerated() where isReadable(field) {
        let place = FieldPlace(group: group, field: index)
        let items = employee.sheets[group].count { $0[index] != nil }
        values += items > 0 ? items : employee.emptyLists.contains(place) ? 1 : 0
      }
    }
    return values
  }
}
