import Roster
import VerbatimJSON

/// A row that Maycur refuses.
struct RowRefusal: Error, Hashable {
  let code: String
  let text: String

  init(_ code: String, _ text: String) {
    self.code = code
    self.text = text
  }

  // 110001 and 110005 are Maycur's; the others are made up, since its table of codes is not known.
  static let noSuchEmployee = RowRefusal("110001", "找不到对应的员工")
  static let oneResidence = RowRefusal("110005", "常驻地只支持一个")
  static let noContact = RowRefusal("110902", "工作邮箱和工作手机号至少填写一个")

  static func bad(_ key: String) -> RowRefusal { RowRefusal("110901", "参数错误: \(key)") }
}
