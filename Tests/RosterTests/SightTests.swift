import Roster
import Testing

/// Which values a reader sees whole.
@Suite struct SightTests {
  @Test(arguments: [
    ("sys00-name", FieldClass.open), ("sys00-mobile", .private), ("sys02-certNo", .sensitive),
    ("sys04-bankAccountNo", .sensitive), ("sys02-address", .sensitive), ("sys03-major", .private),
    ("sys07-familyMemberPhone", .sensitive), ("idInfo[ID_CARD].idNumber", .sensitive),
    ("customObject.CF1", .private), ("dismissal", .private), ("2f6c", .private),
    ("email", .open), ("emailAddress", .private),
  ])
  func `a field has its class without a setting`(code: String, of: FieldClass) {
    #expect(FieldClasses().of(FieldCode(code)) == of)
  }

  @Test func `a setting wins over the table, and the longest pattern over the others`() {
    let classes = FieldClasses([
      FieldClasses.Rule(FieldPattern("sys0*"), .sensitive),
      FieldClasses.Rule(FieldPattern("sys00-*"), .open),
      FieldClasses.Rule(FieldPattern("sys00-name"), .private),
      FieldClasses.Rule(FieldPattern("sys00-nam*"), .open),
    ])
    #expect(classes.of("sys00-name") == .private && classes.of("sys00-name2") == .open)
    #expect(classes.of("sys00-mobile") == .open && classes.of("sys01-level") == .sensitive)
    #expect(classes.of("sys12-a") == .private)
    #expect(classes.text != FieldClasses().text)
  }

  @Test func `what is not seen is masked, and what holds no value says so`() {
    let sight = Sight([.open], classes: FieldClasses())
    let cell = Content.item(value: .text("1"), label: .text("中国工商银行北京分行"))
    #expect(
      sight.content(cell, of: "sys04-bankAccountNo")
        == .item(value: .text("***"), label: .text("中*******分行"))
    )
    #expect(sight.content(cell, of: "sys00-name") == cell)
    let number = Content.item(value: .json("110101199001310756"), label: .missing)
    #expect(sight.content(number, of: "sys02-certNo").value == "110***********0756")
    for content in [Content.gone, .emptyList, .erased, .item(value: .null, label: .missing)] {
      #expect(sight.content(content, of: "sys02-certNo") == content)
    }
    #expect(Sight.everything.content(number, of: "sys02-certNo") == number)
    #expect(Sight.everything.key != sight.key)
    #expect(sight.key != Sight([.open, .private], classes: FieldClasses()).key)
  }
}
