package import Roster
import Synchronization

/// One made-up employee, with all values of the roster.
package struct Employee: Sendable {
  /// Their index in the order in which people came to the company, from 0.
  package let number: Int
  /// DingTalk's key.
  package let userid: Verbatim
  /// DingTalk's key across companies.
  package let unionid: Verbatim
  /// Whether the employee left the company.
  package internal(set) var hasLeft = false {
    didSet { if !hasLeft { leaving = nil } }
  }
  /// When and why they left, if the company knows.
  package internal(set) var leaving: Leaving?
  /// The values, by group, item and field.
  ///
  /// Only detail groups have several items; any other group has exactly one.
  var sheets: [[[Entry?]]]
  /// Fields that come back with an empty list if they have no item; the others do not come back.
  var emptyLists: Set<FieldPlace> = []
  /// A new number after every change, so that stale renderings are recognised.
  private(set) var revision = Employee.nextRevision()

  init(number: Int, userid: Verbatim, unionid: Verbatim, catalog: CompanyCatalog) {
    self.number = number
    self.userid = userid
    self.unionid = unionid
    sheets = catalog.groups.map { group in
      group.isDetail ? [] : [Array(repeating: nil, count: group.fields.count)]
    }
  }

  /// The items of a field, each with its index; a field without items has none.
  func entries(at place: FieldPlace) -> [(item: Int, entry: Entry)] {
    sheets[place.group].enumerated().compactMap { item, fields in
      fields[place.field].map { (item, $0) }
    }
  }

  /// The first item's value as text; nil if there is none.
  func text(at place: FieldPlace) -> String? {
    guard let entry = sheets[place.group].first?[place.field] else { return nil }
    if case .text(let text) = entry.value { return text.text }
    return nil
  }

  mutating func set(_ place: FieldPlace, _ item: Int, _ entry: Entry?) {
    sheets[place.group][item][place.field] = entry
    touch()
  }

  mutating func touch() { revision = Employee.nextRevision() }

  /// Numbers are never used again in a process: two copies of an employee that were changed
  /// separately must not share one.
  private static func nextRevision() -> Int {
    revisions.add(1, ordering: .relaxed).newValue
  }

  private static let revisions = Atomic<Int>(0)
}

/// One item of one field: its value and its label, each present, null or absent.
package struct Entry: Hashable, Sendable {
  /// The stored value.
  package var value: Part
  /// The text that people see.
  package var label: Part

  package init(value: Part, label: Part) {
    self.value = value
    self.label = label
  }

  init(_ value: String, label: String? = nil) {
    self.init(value: .text(Verbatim(value)), label: .text(Verbatim(label ?? value)))
  }

  static let empty = Entry("")

  /// Whether people would see no value.
  var isBlank: Bool {
    switch value {
    case .missing, .null: true
    case .text(let text): text.isEmpty
    case .json: false
    }
  }
}
