/// A person's gender, by Maycur's names.
package enum Gender: String, CaseIterable, Hashable, Sendable {
  /// 男.
  case man = "MAN"
  /// 女.
  case woman = "WOMAN"

  /// The name for people.
  package var label: String {
    switch self {
    case .man: "男"
    case .woman: "女"
    }
  }
}
