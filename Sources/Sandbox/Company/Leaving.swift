package import Roster

/// What a company knows about a person who left.
package struct Leaving: Hashable, Sendable {
  /// The last day at work.
  package let lastWorkDay: CivilDate
  /// Their status before: 2 on trial, 3 regular.
  package let statusBefore: Int
  /// Their own reasons, in the company's words.
  package let voluntaryReasons: [String]
  /// Reasons of the company's.
  package let passiveReasons: [String]
  /// A note.
  package let memo: String
}

extension Company {
  /// Lets an employee leave today, for made-up reasons.
  mutating func end(_ number: Int) {
    var chance = SeededRandom(seed, 31, UInt64(number) << 20 | UInt64(day))
    let isOwn = chance.happens(0.7)
    let own = ["家庭原因", "个人发展", "薪酬福利", "身体原因"]
    let passive = ["试用期不合格", "合同到期不续签", "组织调整"]
    employees[number].leaving = Leaving(
      lastWorkDay: today,
      statusBefore: chance.happens(0.2) ? 2 : 3,
      voluntaryReasons: isOwn ? [chance.pick(own)] : [],
      passiveReasons: isOwn ? [] : [chance.pick(passive)],
      memo: chance.happens(0.3) ? "已完成交接" : ""
    )
    employees[number].hasLeft = true
  }
}
