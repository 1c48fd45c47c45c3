import Foundation
@testable import Pages
import RollbookTestSupport
import Tables
import Testing

/// The one file of texts: both languages are whole, and neither is mixed with the other.
@Suite struct TextsTests {
  @Test func `every line has a key of its own, and both languages`() {
    #expect(Texts.lines.count > 200)
    #expect(Texts.all.count == Texts.lines.count)
    for line in Texts.lines {
      let key = line.split(separator: " = ")[0]
      #expect(Texts.all[String(key)] != nil, "\(line)")
    }
  }

  @Test func `both languages of a text have the same places for arguments`() {
    for (key, both) in Texts.all {
      let places = { (text: String) in Set(text.matches(of: /\{[0-9]\}/).map { String($0.0) }) }
      #expect(places(both.zh) == places(both.en), "\(key)")
    }
  }

  /// Names that are the same in both languages.
  private static let names = ["JSON", "CSV", "SHA-256", "Excel", "zs"]

  @Test func `a Chinese text has no English word, and an English one no Chinese`() {
    for (key, both) in Texts.all where key != "frame.language" {
      var chinese = both.zh
      for name in Self.names { chinese = chinese.replacingOccurrences(of: name, with: "") }
      #expect(chinese.firstMatch(of: /[A-Za-z]{2,}/) == nil, "\(key): \(both.zh)")
      let english = both.en.replacingOccurrences(of: "张三", with: "")
        .replacingOccurrences(of: "#清空#", with: "")
      #expect(!english.unicodeScalars.contains { $0.value > 0x2E7F }, "\(key): \(both.en)")
    }
  }

  @Test(arguments: [
    ("40/40 people, 2681 values, 0 changed, 5 calls", "40/40 人，2681 个值，0 处变更，5 次调用"),
    ("written, accepted", "写入，成功"), ("written, accepted, settled as applied", nil),
    ("asked for, not returned", "已询问，未返回"), ("(gone)", "（已消失）"), ("(missing) (长期)", "（未返回）（长期）"),
    (
      "3 of 40 people have no link, or several, and were not compared",
      "40 人中有 3 人没有关联或有多个关联，未作比较"
    ),
    ("Hidden sheets, which are not read: 一月, 二月, 三月.", "隐藏的工作表没有读取：一月、二月、三月。"),
    ("何处", nil), ("40/40 people and more", nil), ("", nil),
  ])
  func `a sentence of the program is known with what is in its places`(
    english: String,
    chinese: String?
  ) {
    let said = Wording(.zh, .universal).said(english)
    if english.contains("settled") {
      #expect(said?.hasPrefix("写入，成功，核实为") == true)
    } else {
      #expect(said == chinese)
    }
    #expect(Wording(.en, .universal).said(english) == english)
  }

  @Test func `every key that a source names has a text`() throws {
    let pattern = /\bsay(?:\.optional)?\(\s*"([a-zA-Z0-9.\-]+)"/
    var found = 0
    for path in Repository.files(below: "Sources/Pages", ending: ".swift") {
      for match in try Repository.text(path).matches(of: pattern) {
        found += 1
        #expect(Texts.all[String(match.1)] != nil, "\(path) says \(match.1)")
      }
    }
    #expect(found > 30)
  }

  @Test func `every error has a text, but those of the simulator's own settings`() throws {
    let simulator = try Repository.text("Sources/Sandbox/Company/SandboxError.swift")
    var found = 0
    for path in Repository.files(below: "Sources", ending: ".swift") {
      for match in try Repository.text(path).matches(of: /ErrorCode\(\s*"([A-Za-z]+)"/)
      where !path.contains("Sandbox") || !simulator.contains("\"\(match.1)\"") {
        found += 1
        #expect(Texts.all["problem.\(match.1)"] != nil, "\(path): \(match.1)")
      }
    }
    #expect(found > 250)
  }

  @Test func `every action says what it is and does, and names its fields`() {
    for action in ActionTable.all {
      for key in ["", ".what", ".do"] {
        #expect(Texts.all["action.\(action.name)\(key)"] != nil, "\(action.name)\(key)")
      }
      for field in action.fields {
        #expect(Texts.all["field.\(field.name)"] != nil, "\(field.name)")
      }
    }
  }

  @Test func `every reason why something is not written has a text`() throws {
    var names: [String] = []
    for path in Repository.files(below: "Sources/ChangeFiles/Problems", ending: ".swift") {
      let pattern = /case (?:\.[a-zA-Z]+(?:, )?)+: "([a-zA-Z]+[A-Z][A-Za-z]+)"/
      names += try Repository.text(path).matches(of: pattern).map { String($0.1) }
    }
    #expect(names.count > 40)
    let refusals = try Repository.text("Sources/Operations/Plan/WriteRefusal.swift")
    let cases = refusals.matches(of: /\n    case ([a-zA-Z]+)\n/).map { String($0.1) }
    #expect(cases.count > 20)
    // A body of JSON is written by a program, which reads English.
    for name in names + cases where !name.hasPrefix("body") {
      #expect(Texts.all["reason.\(name)"] != nil, "\(name)")
    }
    let why = try Repository.text("Sources/Operations/Plan/Planner+Reversibility.swift")
    let sentences = why.matches(of: /\(\.[a-z]+, "((?:[^"\\]|\\")+)"\)/)
      .map { $0.1.replacing("\\\"", with: "\"") }
    #expect(sentences.count > 5)
    for sentence in sentences where !sentence.hasPrefix("the option") {
      #expect(Texts.all["because.\(sentence)"] != nil, "\(sentence)")
    }
  }

  @Test(arguments: [
    (nil, Language.zh), ("en", .en), ("en-US,en;q=0.9", .en), ("zh-CN,zh;q=0.9,en;q=0.8", .zh),
    ("fr, en;q=0.5", .en), ("fr", .zh), ("en;q=0.4, zh;q=0.7", .zh), ("*", .zh), (";;,=", .zh),
  ])
  func `the language is the browser's, and Chinese if it has none of them`(
    header: String?,
    language: Language
  ) {
    #expect(Language.accepted(header) == language)
  }
}
