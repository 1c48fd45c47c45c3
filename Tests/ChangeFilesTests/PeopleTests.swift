import ChangeFiles
import Roster
import Testing

/// Who a text means, and who is proposed if it means no one.
@Suite struct PeopleTests {
  private static let people = [
    person("u1", "张伟", "E1"), person("u2", "张伟", "E1", hasLeft: true),
    person("u3", "阿里·木·买买提", "E3"), person("u4", "欧阳娜娜", "E4"),
    person("u5", "王芳", "E5", hasLeft: true), person("u6", "王芳", "E6", hasLeft: true),
    person("u7", "李 雷", "e7"),
  ]

  private static func person(
    _ key: Verbatim,
    _ name: Verbatim,
    _ jobNumber: Verbatim,
    hasLeft: Bool = false
  ) -> PersonCandidate {
    PersonCandidate(
      key: UserKey(.dingtalk, key),
      name: name,
      jobNumber: jobNumber,
      hasLeft: hasLeft
    )
  }

  private func resolve(_ header: String, _ text: String) throws -> ResolvedChanges {
    let resolver = ChangeResolver(
      system: .dingtalk,
      catalog: Samples.catalog,
      people: { text in
        Self.people.filter { $0.key.id == text || $0.name == text || $0.jobNumber == text }
      },
      everybody: { Self.people.filter { !$0.hasLeft } }
    )
    let table = "\(header),备注\n\"\(text)\",好\n"
    return try resolver.resolve(ChangeFile(reading: Array(table.utf8), system: .dingtalk))
  }

  @Test(arguments: [("姓名", "张伟", "u1"), ("工号", "E1", "u1"), ("用户", "张伟", "u1"), ("用户", "u2", "u2")])
  func `who is there is meant before who has left`(header: String, text: String, user: String)
    throws
  {
    #expect(try resolve(header, text).changes.map(\.user.text) == [user])
  }

  @Test func `two who have left are still two`() throws {
    #expect(try resolve("姓名", "王芳").problems.map(\.name) == ["userAmbiguous"])
  }

  @Test(arguments: [
    ("姓名", "阿里•木•买买提", "阿里·木·买买提 (user u3"), ("姓名", "阿里.木.买买提", "user u3"),
    ("姓名", "阿里・木‧买买提", "user u3"), ("姓名", "阿里木买买提", "user u3"), ("姓名", "欧阳娜", "user u4"),
    ("姓名", "李雷", "user u7"), ("工号", "E7", "user u7"), ("用户", "欧阳那娜", "user u4"),
  ])
  func `who comes near is proposed, and not taken`(header: String, text: String, near: String)
    throws
  {
    let resolved = try resolve(header, text)
    #expect(resolved.problems.map(\.name) == ["userUnknown"])
    #expect(resolved.problems[0].message.contains("Perhaps"), "\(resolved.problems)")
    #expect(resolved.problems[0].message.contains(near), "\(resolved.problems)")
  }

  @Test(arguments: [("姓名", "张三"), ("姓名", "赵云"), ("工号", "E9")])
  func `no one is proposed if no name is similar`(header: String, text: String) throws {
    #expect(try resolve(header, text).problems[0].message.contains("Perhaps") == false)
  }

  @Test func `Maycur's keys in a file are found in any spelling, and two are one employee`() throws
  {
    let resolver = ChangeResolver(
      system: .maycur,
      catalog: [],
      people: { text in
        UserKey(.maycur, text) == UserKey(.maycur, "E1001")
          ? [PersonCandidate(key: UserKey(.maycur, "E1001"), name: nil, jobNumber: "E1001")] : []
      }
    )
    let known = "工号,花名,email\ne1001,小雷,\nＥ1001,,a@x\n"
    let resolved = try resolver.resolve(ChangeFile(reading: Array(known.utf8), system: .maycur))
    #expect(resolved.problems.isEmpty)
    #expect(resolved.changes.map(\.user) == ["E1001"])
    #expect(resolved.changes.map(\.edits.count) == [2])
    let new = "工号,花名,email\ne9,小雷,\nE9,,a@x\n"
    let refused = try resolver.resolve(ChangeFile(reading: Array(new.utf8), system: .maycur))
    #expect(refused.problems.map(\.name) == ["userDiffersInCase"])
  }
}
