/// A person's gender, by the names that Maycur has for it.
package enum Gender: String, CaseIterable, Hashable, Sendable {
  /// 男.
  case man = "MAN"
  /// 女.
  case woman = "WOMAN"

  /// What people read.
  package var label: String {
    switch self {
    case .man: "男"
    case .woman: "女"
    }
  }
}
